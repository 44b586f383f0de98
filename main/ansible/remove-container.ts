import type { engineAt } from '../engine/connection.ts';
import { removeIfLeft } from '../engine/files/remove-helper.ts';
import { delay, never } from '../util/wait.ts';

/** A processor that is emulated makes a container within seconds. In milliseconds. */
const madeWithinMs = 8_000;
const lookMs = 400;

/** What docker ends with by itself when it is interrupted; of a container that ran it has Ansible's code. */
const dockerInterruptedCode = 130;

/**
 * Runs docker for a playbook, and then has its container removed, however that ends: with docker's exit code, or with null where a
 * signal has ended it or it is not known. Where docker was not even started there is nothing to remove. `run` is to tell of that it was.
 */
export async function removingAfter<T>(
  run: (onStarted: () => void) => Promise<T>,
  codeOf: (end: T) => number | null,
  remove: (code: number | null) => Promise<void>,
): Promise<T> {
  let code: number | null | undefined;
  try {
    const end = await run(() => {
      code = null;
    });
    code = codeOf(end);
    return end;
  } finally {
    if (code !== undefined) await remove(code);
  }
}

/**
 * Sees that a playbook's container is gone. One that came to its end has removed itself. One that the engine was still making when
 * docker was ended never starts, and so would never go: it is waited for. `code`: docker's, null when a signal has ended it.
 * Rejects when the container may be left.
 */
export async function removePlaybookContainer(
  engine: ReturnType<typeof engineAt>,
  name: string,
  code: number | null,
  withinMs = madeWithinMs,
): Promise<void> {
  const mayCome = code === null || code === dockerInterruptedCode;
  const since = performance.now();
  while (!(await removeIfLeft(engine, name)) && mayCome && performance.now() - since < withinMs)
    await delay(lookMs, never);
}
