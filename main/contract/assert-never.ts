/** Ends a `switch` over a union: the compiler complains here when a case is missing. Throws when reached. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
