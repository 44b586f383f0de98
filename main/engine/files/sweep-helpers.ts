import type Docker from 'dockerode';
import { withEngineDeadline } from '../deadlines.ts';
import { removeHelper } from './helper.ts';
import { helperLabel, isUsed } from './helper-labels.ts';

/**
 * Removes helpers that nobody uses any more, of an app that died or of before the engine did: told whether the engine runs,
 * it looks each time that it begins to.
 */
export function sweepHelpers(engine: Docker): (isRunning: boolean) => void {
  let was = false;
  return (isRunning) => {
    if (isRunning && !was) {
      // What is left now is removed at the next start.
      sweep(engine).catch(() => undefined);
    }
    was = isRunning;
  };
}

async function sweep(engine: Docker): Promise<void> {
  const never = new AbortController().signal;
  const found = await withEngineDeadline('read', 'look for helpers', never, (abortSignal) =>
    engine.listContainers({ all: true, filters: { label: [helperLabel] }, abortSignal }),
  );
  for (const { Id, Names } of found) {
    if (!isUsed(Names)) await removeHelper(engine, Id).catch(() => undefined);
  }
}
