import type * as Wait from '../../util/wait.ts';

/** For specs: time goes so many times as fast, since a supervisor's waits are minutes. */
const speed = 50;

const epoch = Date.now();

/** Milliseconds since 1970 by the fast clock. */
export function fastNow(): number {
  return epoch + (Date.now() - epoch) * speed;
}

/** util/wait.ts by the fast clock; for `vi.mock`, whose call no other file can share since it moves to the top of its own. */
export async function fastWaits(original: () => Promise<typeof Wait>): Promise<typeof Wait> {
  const wait = await original();
  return {
    ...wait,
    delay: (milliseconds, signal) => wait.delay(milliseconds / speed, signal),
    withDeadline: (milliseconds, ...rest) => wait.withDeadline(milliseconds / speed, ...rest),
  };
}
