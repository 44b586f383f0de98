import type Docker from 'dockerode';
import { never } from '../../util/wait.ts';
import { attempt } from '../connection.ts';
import { createUntil } from '../create-until.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { toolsImage } from '../tools-image.ts';
import { mountsOf } from './helper.ts';
import { withHelperImage } from './helper-image.ts';
import { nameHelper } from './helper-labels.ts';
import { removeHelper } from './remove-helper.ts';

/** What {@link withUnstarted} makes a container of. */
export interface Unstarted {
  readonly image: string;
  /** A volume to be mounted in it. */
  readonly volume?: string;
}

/**
 * Runs something with a container that is made for it, never started, and removed again. For the engine to take archives out of an
 * image or a volume, or put them into a volume: of these themselves it shows nothing. `doing` names it in failures.
 */
export async function withUnstarted<T>(
  engine: Docker,
  { image, volume }: Unstarted,
  doing: string,
  signal: AbortSignal,
  work: (id: string) => Promise<T>,
): Promise<T> {
  const { name, labels, release } = nameHelper('look');
  const create = () =>
    attempt(doing, () =>
      withEngineDeadline('read', doing, never, (abortSignal) =>
        engine.createContainer({
          name,
          Image: image,
          // An image need not say what to run, and the engine wants to be told.
          Entrypoint: ['/never'],
          Labels: labels,
          HostConfig: { NetworkMode: 'none', ReadonlyRootfs: true, Mounts: mountsOf(volume) },
          abortSignal,
        }),
      ),
    );
  try {
    const { id } = await createUntil(engine, signal, () =>
      image === toolsImage ? withHelperImage(engine, signal, create) : create(),
    );
    try {
      return await work(id);
    } finally {
      // What cannot be removed now is when the engine is back: sweep-helpers.ts.
      await removeHelper(engine, id).catch(() => undefined);
    }
  } finally {
    release();
  }
}
