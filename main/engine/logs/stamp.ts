/** When the engine took in a line, exactly: a number alone cannot hold nanoseconds since 1970. */
export interface Stamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Bytes of a stamp as the engine writes it before each line, the space behind it included. */
export const stampLength = '2026-01-02T03:04:05.123456789Z '.length;

const zero = 0x30;

/** Bytes of a stamp before its fraction. */
const wholeLength = '2026-01-02T03:04:05'.length;

/**
 * Reads stamps, each between a place and the end of what it may be read from; most differ from the one before in their
 * fraction alone.
 */
export function createStampReader(): (bytes: Buffer, at: number, end: number) => Stamp | undefined {
  const last = new Uint8Array(wholeLength);
  let seconds = 0;
  return (bytes, at, end) => {
    if (end - at < stampLength || bytes[at + 19] !== 0x2e || bytes[at + 30] !== 0x20) return undefined;
    let same = 0;
    while (same < wholeLength && bytes[at + same] === last[same]) same += 1;
    if (same < wholeLength) {
      const milliseconds = Date.parse(`${bytes.toString('latin1', at, at + wholeLength)}Z`);
      if (Number.isNaN(milliseconds)) return undefined;
      last.set(bytes.subarray(at, at + wholeLength));
      seconds = milliseconds / 1_000;
    }
    let nanoseconds = 0;
    for (let place = at + 20; place < at + 29; place += 1) {
      const digit = (bytes[place] ?? 0) - zero;
      if (digit < 0 || digit > 9) return undefined;
      nanoseconds = nanoseconds * 10 + digit;
    }
    return { seconds, nanoseconds };
  };
}

/** Milliseconds since 1970, with fractions. */
export function toMilliseconds({ seconds, nanoseconds }: Stamp): number {
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

/** Less than zero when `a` is older than `b`. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return a.seconds - b.seconds || a.nanoseconds - b.nanoseconds;
}

/** A stamp as the engine takes it in `since`. */
export function sinceOf({ seconds, nanoseconds }: Stamp): string {
  return `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}

/** The stamp of a time in milliseconds since 1970. */
export function stampOf(milliseconds: number): Stamp {
  const seconds = Math.floor(milliseconds / 1_000);
  return { seconds, nanoseconds: Math.floor((milliseconds - seconds * 1_000) * 1_000_000) };
}

/** A stamp as the engine writes it before a line: `2026-01-02T03:04:05.123456789Z `. */
export function writeStamp({ seconds, nanoseconds }: Stamp): string {
  const whole = new Date(seconds * 1_000).toISOString().slice(0, 19);
  return `${whole}.${String(nanoseconds).padStart(9, '0')}Z `;
}
