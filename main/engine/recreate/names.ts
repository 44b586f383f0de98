/** The names that take part in an exchange. */
export interface ExchangeNames {
  /** The one that both are to have. */
  readonly own: string;
  /** Of the new one until the old one has gone out of its way. */
  readonly next: string;
  /** Of the old one, once it has. */
  readonly before: string;
}

/** Names for an exchange at a time, in milliseconds since 1970. */
export function namesOf(own: string, now: number): ExchangeNames {
  const stamp = stampOf(now);
  return { own, next: `${own}-next-${stamp}`, before: `${own}-before-${stamp}` };
}

/** The name of a container that has to make room while the old one comes back. */
export function undoneName(own: string, now: number): string {
  return `${own}-undone-${stampOf(now)}`;
}

/** `20260131-090500`, in UTC. */
function stampOf(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
