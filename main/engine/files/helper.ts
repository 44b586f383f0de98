import { type Duplex, PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { SlipwayError } from '../../contract/errors.ts';
import { never } from '../../util/wait.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { createUntil } from '../create-until.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { toolsImage } from '../tools-image.ts';
import { type Answer, type CommandOptions, converse } from './conversation.ts';
import script from './helper.sh?raw';
import { nameHelper } from './helper-labels.ts';
import { removeHelper } from './remove-helper.ts';

/** Where a helper has its volume, if it was given one. */
export const volumeFolder = '/volume';

/** A container of Slipway's own, in which helper.sh runs. It goes when this end goes, however that comes. */
export interface Helper {
  /** Runs a command of helper.sh. Rejects when the helper has ended, or the signal aborts: while it runs that ends the helper. */
  ask(words: readonly string[], signal: AbortSignal, options?: CommandOptions): Promise<Answer>;
  /** The top of what the engine's own process sees: begins the paths that the engine tells. */
  readonly engineTop: string;
  readonly hasEnded: () => boolean;
  /** Removes it, and resolves once it is gone as far as that can be; again waits for the same. Never rejects. */
  end(): Promise<void>;
}

/**
 * Starts a helper. It is given no network and may write nowhere but where a command leads it; it sees the processes of the
 * machine, since a container's files are reached by the root of one of its processes, and the engine's own by that of the
 * engine. It needs nothing of the container that is looked at: no shell, no program, not even that it runs. Its shell
 * reads from this connection and ends with it, and the engine then removes it.
 */
export async function startHelper(
  engine: Docker,
  volume: string | undefined,
  signal: AbortSignal,
): Promise<Helper> {
  const doing = 'start the helper that reads files';
  const { name, labels, release } = nameHelper('files');
  const create = () =>
    withEngineDeadline('change', doing, never, (abortSignal) =>
      engine.createContainer({
        name,
        Image: toolsImage,
        Cmd: ['sh'],
        Labels: labels,
        OpenStdin: true,
        StdinOnce: true,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        HostConfig: {
          AutoRemove: true,
          NetworkMode: 'none',
          PidMode: 'host',
          // To follow /proc/PID/root: CAP_SYS_PTRACE, and no profile that keeps containers apart (where there is one).
          CapAdd: ['SYS_PTRACE'],
          SecurityOpt: ['apparmor=unconfined', 'label=disable', 'no-new-privileges'],
          ReadonlyRootfs: true,
          Tmpfs: { '/tmp': 'size=1m' },
          LogConfig: { Type: 'none', Config: {} },
          Mounts: mountsOf(volume),
        },
        abortSignal,
      }),
    );
  const container = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, (until) => createUntil(engine, until, create)),
  ).catch((error: unknown) => {
    release();
    throw error;
  });
  const remove = () => {
    release();
    // It may have removed itself. What cannot be removed now is when the engine is back: sweep-helpers.ts.
    return removeHelper(engine, container.id).catch(() => undefined);
  };
  try {
    const stream: Duplex = await attempt(doing, () =>
      withEngineDeadline('read', doing, signal, async (abortSignal) => {
        const both = (await container.attach({
          stream: true,
          stdin: true,
          stdout: true,
          stderr: true,
          hijack: true,
          abortSignal,
        })) as Duplex;
        await container.start({ abortSignal });
        return both;
      }),
    );
    const output = new PassThrough();
    // Complaints of the shell itself have no reader: each command's own come with its answer.
    engine.modem.demuxStream(stream, output, new PassThrough().resume());
    stream.once('close', () => output.destroy());
    let ended = false;
    stream.once('close', () => {
      ended = true;
      release();
    });
    const removeAll = async () => {
      ended = true;
      // Not by the stream first: what removes itself meanwhile is not waited for by the engine.
      await remove();
      stream.destroy();
    };
    let ending: Promise<void> | undefined;
    const end = () => {
      ending ??= ended ? Promise.resolve() : removeAll();
      return ending;
    };
    const conversation = converse(stream, output, script);
    const ask: Helper['ask'] = async (words, until, options) => {
      try {
        const answer = await conversation.ask(words, until, options);
        if (answer.code === null) void end();
        return answer;
      } catch (error) {
        // Somebody who has only waited for their turn takes nothing from the others.
        if (conversation.isOver()) void end();
        throw until.aborted ? until.reason : gone(error);
      }
    };
    try {
      const engineTop = await withEngineDeadline('read', doing, signal, (until) =>
        findEngine(engine, container.id, ask, until),
      );
      return { ask, engineTop, hasEnded: () => ended, end };
    } catch (error) {
      void end();
      throw error;
    }
  } catch (error) {
    void remove();
    throw error;
  }
}

/** The mounts of a helper that is given a volume. */
export function mountsOf(volume: string | undefined) {
  if (volume === undefined) return [];
  // Otherwise the engine would fill an empty volume with what the image has there.
  return [
    {
      Type: 'volume' as const,
      Source: volume,
      Target: volumeFolder,
      VolumeOptions: { NoCopy: true } as never,
    },
  ];
}

/** Finds the process whose root is the engine's. */
async function findEngine(
  engine: Docker,
  id: string,
  ask: Helper['ask'],
  signal: AbortSignal,
): Promise<string> {
  const { DockerRootDir } = (await askJson(engine, { method: 'GET', path: '/info' }, signal)) as {
    readonly DockerRootDir?: string;
  };
  const { code, output } = await ask(['engine_process', DockerRootDir ?? '/var/lib/docker', id], signal);
  // An engine that hides its process: running containers and volumes by a mount of their own can still be reached.
  return code === 0 ? `/proc/${output.toString()}/root` : '';
}

function gone(cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'engine-unreachable',
      message: `The connection to the container’s files was lost (${cause instanceof Error ? cause.message : String(cause)}).`,
      hint: 'Try again; if it happens again, look at the engine’s state.',
    },
    { cause },
  );
}
