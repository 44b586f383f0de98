const takesPart = /^(.*)-(before|next|undone)-\d{8}-\d{6}$/;

/** The name that a container had before an exchange, or has when it takes part in none. */
export function ownName(name: string): string {
  return takesPart.exec(name)?.[1] ?? name;
}

/** Whether a name is that of an old container that has made room for a new one. */
export function isBefore(name: string): boolean {
  return takesPart.exec(name)?.[2] === 'before';
}
