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

/** What does not run so long after it was made is nobody's, however long a copy takes. In milliseconds. */
const abandonedMs = 86_400_000;

/** Whose containers of these labels there may be at an engine: this app's alone, or also those of other machines and people. */
export type Tenancy = 'alone' | 'shared';

/**
 * Removes helpers that nobody uses any more, of an app that died or of before the engine did: told whether the engine runs,
 * it looks each time that it begins to. `others`: further kinds than those by which files are reached. Where the engine is shared
 * those that run are somebody's, whose connection they end with; of the rest only what was long abandoned goes.
 */
export function sweepHelpers(
  engine: Docker,
  others: readonly OwnContainers[] = [],
  tenancy: Tenancy = 'alone',
): (isRunning: boolean) => void {
  let was = false;
  return (isRunning) => {
    // What is left now is removed at the next start.
    if (isRunning && !was)
      for (const kind of [fileHelpers, ...others]) sweep(engine, kind, tenancy).catch(() => undefined);
    was = isRunning;
  };
}

async function sweep(engine: Docker, { label, isUsed }: OwnContainers, tenancy: Tenancy): Promise<void> {
  const found = await withEngineDeadline('read', 'look for helpers', never, (abortSignal) =>
    engine.listContainers({ all: true, filters: { label: [label] }, abortSignal }),
  );
  for (const container of found)
    if (!isUsed(container) && (tenancy === 'alone' || isAbandoned(container)))
      await removeHelper(engine, container.Id).catch(() => undefined);
}

function isAbandoned({ State, Created }: ContainerInfo): boolean {
  return State !== 'running' && Created * 1_000 < Date.now() - abandonedMs;
}
