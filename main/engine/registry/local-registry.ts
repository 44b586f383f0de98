import type Docker from 'dockerode';
import { z } from 'zod';
import { containerOptions } from '../../contract/engine/container-options.ts';
import { type LocalRegistry, registryNames, registryPorts } from '../../contract/engine/local-registry.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { firstFreePort } from '../../util/free-port.ts';
import { abortAfter, poll, withDeadline } from '../../util/wait.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { isOwnImage, loadingWords, loadOwnImage } from '../own-image.ts';
import { runContainer } from '../run-container.ts';
import { registryImage } from './registry-image.ts';
import { readRepositories } from './repositories.ts';

/** Says of a container that it is this registry's: a name anybody can give. */
const label = 'dev.slipway.registry';

/** The port in the container, by the image's own configuration. */
const innerPort = 5000;

/** An emulated processor starts it in a second or two. In milliseconds. */
const answersWithinMs = 60_000;
const askEveryMs = 100;

/** The engine has it a moment before this computer, whose port is opened for it then. An engine elsewhere never opens one. */
const reachedWithinMs = 10_000;

const inspected = z.object({
  Id: z.string(),
  Image: z.string(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
  State: z.object({ Running: z.boolean(), StartedAt: z.string() }),
  HostConfig: z.object({
    PortBindings: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullish()).nullish(),
  }),
});

/** How the registry is; `unknown` where the engine cannot be asked. Wakes no VM if `engine` does not. */
export async function readLocalRegistry(engine: Docker, signal: AbortSignal): Promise<LocalRegistry> {
  try {
    return await describe(await find(engine, signal), signal);
  } catch (error) {
    if (toFailure(error).code !== 'engine-unreachable') throw error;
    return { ...without, state: 'unknown' };
  }
}

/**
 * Runs the registry on this computer's loopback, and answers once the engine gets answers from it. One that runs stays as it
 * is, unless it is to be at another port or is another Slipway's: then it is made anew, with what it holds. `tell` hears what
 * takes its time.
 */
export async function startLocalRegistry(
  engine: Docker,
  port: number | null,
  signal: AbortSignal,
  tell: (doing: string) => void = () => undefined,
): Promise<LocalRegistry> {
  const found = await find(engine, signal);
  const present = found === undefined ? null : portOf(found);
  const isMoved = port !== null && port !== present;
  if (found?.State.Running && !isMoved && (await isOwnImage(found.Image, registryImage)))
    return describe(found, signal);
  // One that serves is not given up for a port, or an image, that is not to be had.
  if (found?.State.Running && isMoved) await refuseTaken(port);
  const image = await loadOwnImage(engine, registryImage, signal, (loading) => tell(loadingWords(loading)));
  if (found !== undefined) await remove(engine, found.Id, signal);
  tell('Starting the registry');
  // One that ran was known by its address.
  const kept = port ?? (found?.State.Running ? present : null);
  const chosen =
    kept ?? (await firstFreePort(registryPorts.first, registryPorts.tried)) ?? registryPorts.first;
  const { id } = await runContainer(engine, optionsAt(image, chosen), signal);
  try {
    await untilItAnswers(engine, chosen, signal);
    await untilReached(chosen, signal);
  } catch (error) {
    // What does not answer is in the way of the next try.
    await remove(engine, id, abortAfter(answersWithinMs)).catch(() => undefined);
    throw error;
  }
  return describe(await find(engine, signal), signal);
}

async function refuseTaken(port: number): Promise<void> {
  if ((await firstFreePort(port, 1)) !== undefined) return;
  throw new SlipwayError({
    code: 'port-unavailable',
    message: `The local registry cannot move to port ${port} of 127.0.0.1: it is taken.`,
    hint: 'Choose another one, or end what uses it; `slipway ports` lists those of containers.',
  });
}

/** Ends the registry; its images stay in their volume. */
export async function stopLocalRegistry(engine: Docker, signal: AbortSignal): Promise<LocalRegistry> {
  const found = await find(engine, signal);
  if (found !== undefined) await remove(engine, found.Id, signal);
  return without;
}

const without: LocalRegistry = {
  state: 'stopped',
  address: null,
  volume: registryNames.volume,
  startedAt: null,
  repositories: null,
};

type Inspected = z.output<typeof inspected>;

async function describe(found: Inspected | undefined, signal: AbortSignal): Promise<LocalRegistry> {
  const port = found?.State.Running ? portOf(found) : null;
  if (found === undefined || port === null) return without;
  return {
    ...without,
    state: 'running',
    address: addressAt(port),
    startedAt: Date.parse(found.State.StartedAt) || null,
    repositories: await readRepositories(port, signal),
  };
}

function portOf({ HostConfig }: Inspected): number | null {
  return Number(HostConfig.PortBindings?.[`${innerPort}/tcp`]?.[0]?.HostPort) || null;
}

/** An address in figures: a name could lead elsewhere, and the engine leaves out encryption for the loopback alone. */
function addressAt(port: number): string {
  return `127.0.0.1:${port}`;
}

/** The registry's container; undefined when there is none. Rejects when somebody else's has its name. */
async function find(engine: Docker, signal: AbortSignal): Promise<Inspected | undefined> {
  const doing = 'look for the local registry';
  const found = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (until) =>
      inspected.parse(
        await askJson(engine, { method: 'GET', path: `/containers/${registryNames.container}/json` }, until),
      ),
    ),
  ).catch((error: unknown) => {
    if (toFailure(error).code === 'not-found') return undefined;
    throw error;
  });
  if (found !== undefined && found.Config.Labels?.[label] === undefined)
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `There is a container named ${registryNames.container} that is not Slipway's registry.`,
      hint: `Rename or remove it: \`slipway docker rename ${registryNames.container} NAME\`.`,
    });
  return found;
}

function remove(engine: Docker, id: string, signal: AbortSignal): Promise<void> {
  const doing = 'stop the local registry';
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const container = engine.getContainer(id);
      // In good order first: an upload that is under way comes to its end, or is refused.
      await container.stop({ abortSignal }).catch(unlessDone);
      await container.remove({ force: true, abortSignal }).catch(unlessDone);
    }),
  );
}

/** It has stopped already, or is gone. */
function unlessDone(error: { readonly statusCode?: number }): void {
  if (error.statusCode !== 304 && error.statusCode !== 404) throw error;
}

function optionsAt(image: string, port: number) {
  return containerOptions.parse({
    image,
    name: registryNames.container,
    ports: [{ address: '127.0.0.1', host: String(port), container: String(innerPort) }],
    mounts: [{ kind: 'volume', source: registryNames.volume, target: '/var/lib/registry' }],
    restart: { policy: 'unless-stopped' },
    labels: [{ name: label, value: '' }],
    // It needs nothing but its volume and its port.
    capDrop: ['ALL'],
    readOnly: true,
  });
}

/** Until this computer reaches it, too. One that it does not reach serves the engine all the same. */
async function untilReached(port: number, signal: AbortSignal): Promise<void> {
  const until = abortAfter(reachedWithinMs, signal);
  await poll(askEveryMs, until, async () => (await readRepositories(port, until)) ?? undefined).catch(() =>
    signal.throwIfAborted(),
  );
}

/** What the engine says when a registry has answered it that there is no such image. */
const answered = /not found|manifest unknown|name unknown|does not exist/i;

/** By the engine, which is to push and pull there: it is asked for an image that nobody has. */
async function untilItAnswers(engine: Docker, port: number, signal: AbortSignal): Promise<void> {
  const failure = {
    message: `The local registry did not answer at ${addressAt(port)} within ${answersWithinMs / 1000} s.`,
    hint: 'The engine may be busy: try again, and see `slipway logs --source console`.',
  };
  const path = `/distribution/${addressAt(port)}/slipway/none/json`;
  await withDeadline(answersWithinMs, signal, failure, (until) =>
    poll(askEveryMs, until, async () => {
      try {
        await askJson(engine, { method: 'GET', path }, until);
        return true;
      } catch (error) {
        if (until.aborted) throw error;
        if (answered.test(error instanceof Error ? error.message : '')) return true;
      }
      const found = await find(engine, until);
      if (found?.State.Running) return undefined;
      throw new SlipwayError({
        code: 'engine-request-failed',
        message: 'The local registry ended as soon as it was started.',
        hint: `Run \`slipway docker run --rm ${registryNames.image}\` to see what it says.`,
      });
    }),
  );
}
