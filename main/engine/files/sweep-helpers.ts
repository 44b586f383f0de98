import type Docker from 'dockerode';
import type { ContainerInfo } from 'dockerode';
import { never } from '../../util/wait.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { helperLabel, isUsed } from './helper-labels.ts';
import { removeHelper } from './remove-helper.ts';

/** Containers of one label that Slipway makes for itself, and which of them this app uses. */
export interface OwnContainers {
  readonly label: string;
  readonly isUsed: (container: Pick<ContainerInfo, 'Id' | 'Names'>) => boolean;
}

/** Those by which files are reached. */
const fileHelpers: OwnContainers = { label: helperLabel, isUsed: ({ Names }) => isUsed(Names) };

/**
 * Removes helpers that nobody uses any more, of an app that died or of before the engine did: told whether the engine runs,
 * it looks each time that it begins to. `others`: further kinds than those by which files are reached.
 */
export function sweepHelpers(
  engine: Docker,
  others: readonly OwnContainers[] = [],
): (isRunning: boolean) => void {
  let was = false;
  return (isRunning) => {
    // What is left now is removed at the next start.
    if (isRunning && !was)
      for (const kind of [fileHelpers, ...others]) sweep(engine, kind).catch(() => undefined);
    was = isRunning;
  };
}

async function sweep(engine: Docker, { label, isUsed }: OwnContainers): Promise<void> {
  const found = await withEngineDeadline('read', 'look for helpers', never, (abortSignal) =>
    engine.listContainers({ all: true, filters: { label: [label] }, abortSignal }),
  );
  for (const container of found)
    if (!isUsed(container)) await removeHelper(engine, container.Id).catch(() => undefined);
}
