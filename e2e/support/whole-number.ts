/** A number of the environment from 1 on, or another one where it has none. Throws when it is something else. */
export function wholeNumber(variable: string, otherwise: number): number {
  const value = Number(process.env[variable] || otherwise);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${variable} is to be a whole number from 1 on`);
}
