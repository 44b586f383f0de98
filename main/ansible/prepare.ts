import type { ShareState } from '../contract/shares.ts';
import { askJson } from '../engine/ask.ts';
import { attempt, type engineAt } from '../engine/connection.ts';
import { withEngineDeadline } from '../engine/deadlines.ts';
import { loadingWords, loadOwnImage } from '../engine/own-image.ts';
import { ansibleImage } from './container.ts';
import { type Playbook, sharedPlaybook } from './find-playbook.ts';

/** What a playbook needs before it can run. */
export interface PrepareOptions {
  /** Woken by being asked. */
  readonly engine: ReturnType<typeof engineAt>;
  readonly readShares: (signal: AbortSignal) => Promise<readonly ShareState[]>;
  /** The image is loaded, which takes some time: in these words. */
  readonly onLoading: (doing: string) => void;
}

/** A playbook that can run, and by what to run the image: its name or its id. */
export interface PreparedPlaybook {
  readonly playbook: Playbook;
  readonly image: string;
}

/** Sees that containers are shown a playbook, and gives the engine the image. Throws what {@link sharedPlaybook} and `loadOwnImage` throw. */
export async function preparePlaybook(
  file: string,
  { engine, readShares, onLoading }: PrepareOptions,
  signal: AbortSignal,
): Promise<PreparedPlaybook> {
  const doing = 'reach the engine for a playbook';
  // First: a VM that sleeps shows no folder.
  await attempt(doing, () =>
    withEngineDeadline('change', doing, signal, (until) =>
      askJson(engine, { method: 'GET', path: '/version' }, until),
    ),
  );
  // Before the image, which takes minutes where a processor is emulated.
  const playbook = sharedPlaybook(file, await readShares(signal));
  const image = await loadOwnImage(engine, ansibleImage, signal, (loading) =>
    onLoading(loadingWords(loading)),
  );
  return { playbook, image };
}
