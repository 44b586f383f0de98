import type Docker from 'dockerode';
import { repositoryAndTag } from '../../contract/engine/image-name.ts';
import type { Asked } from '../ask.ts';
import { askStream, pathOfName } from '../ask.ts';
import { errorInAnswer } from '../connection.ts';
import { foldLayers } from './fold-layers.ts';
import { readMessages } from './progress-message.ts';
import { whileTalking } from './silence.ts';
import type { Report } from './task.ts';
import { registryOf, transferFailure } from './transfer-failure.ts';

/**
 * What the engine is given to show to a registry (the header X-Registry-Auth); undefined without a log-in. `name` is the
 * image's.
 */
export type RegistryAuth = (name: string, signal: AbortSignal) => Promise<string | undefined>;

/** An account that is none: the engine wants the header, whether there is a log-in or not. */
export const nobody = Buffer.from('{}').toString('base64');

/** Fetches an image from its registry. */
export async function pullImage(
  engine: Docker,
  auth: RegistryAuth,
  name: string,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const { repository, tag } = repositoryAndTag(name);
  const asked = { path: '/images/create', query: { fromImage: repository, tag } };
  const doing = `pull ${name}`;
  const last = await transfer(engine, { doing, name, auth, asked, report, signal });
  return /Image is up to date/.test(last) ? `${name} was the newest already.` : `Pulled ${name}.`;
}

/** Gives an image to its registry. */
export async function pushImage(
  engine: Docker,
  auth: RegistryAuth,
  name: string,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const { repository, tag } = repositoryAndTag(name);
  const asked = { path: `/images/${pathOfName(repository)}/push`, query: { tag } };
  await transfer(engine, { doing: `push ${name}`, name, auth, asked, report, signal });
  return `Pushed ${name}.`;
}

interface RegistryTransfer {
  readonly doing: string;
  readonly name: string;
  readonly auth: RegistryAuth;
  readonly asked: Pick<Asked, 'path' | 'query'>;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** Answers the last thing that the engine said of the whole image. */
async function transfer(
  engine: Docker,
  { doing, name, auth, asked, report, signal }: RegistryTransfer,
): Promise<string> {
  let last = '';
  try {
    await whileTalking(doing, signal, async (heard, until) => {
      const headers = { 'X-Registry-Auth': (await auth(name, until)) ?? nobody };
      const answer = await askStream(engine, { method: 'POST', ...asked, headers }, until);
      const fold = foldLayers();
      for await (const message of readMessages(answer, until)) {
        heard();
        if (message.error !== undefined) throw errorInAnswer({ doing }, message.error);
        if (fold.hear(message)) report({ layers: fold.layers() });
        else if (message.id === undefined) last = message.status ?? last;
      }
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : transferFailure(doing, registryOf(name), error);
  }
  return last;
}
