/** Times the parts of a piece of work that are done one after the other. */
export interface Laps {
  /** The named part ends now; the next begins. */
  done(part: string): void;
  /** Such as "write 812 ms, sync 40 ms". */
  words(): string;
}

/** Begins the first part. `now`: milliseconds. */
export function startLaps(now: () => number): Laps {
  const parts: string[] = [];
  let begun = now();
  return {
    done(part) {
      const at = now();
      parts.push(`${part} ${Math.round(at - begun)} ms`);
      begun = at;
    },
    words: () => parts.join(', '),
  };
}
