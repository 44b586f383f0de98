import { loadAssets } from '../assets.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { type Host, openHost } from '../host/host.ts';
import { homeStatusFromDisk } from '../host/nodes/stopped-nodes.ts';
import type { Logger } from '../logging/logger.ts';
import { delay, never, orAborted } from '../util/wait.ts';
import type { HostConnection, HostLink } from './host-link.ts';

/** Milliseconds before the next try to become the host, or to find it. */
const retryMs = 500;
const retryAfterFailureMs = 5_000;

/** How the window stands to the host of its home. */
export interface Attachment {
  /** The host in this process; undefined while another process is the host, or none. */
  own(): Host | undefined;
  /** Looks no further; resolves once that is so. What is attached stays so, the host in this process too. */
  stop(): Promise<void>;
}

/**
 * Becomes the host of the home, or a client of the process that is; when that one leaves, tries again. The first host
 * that it finds is asked to start the VM: who opens the window wants the engine.
 */
export function attachHost(paths: HomePaths, link: HostLink, logger: Logger): Attachment {
  const stopped = new AbortController();
  let own: Host | undefined;
  let isFirst = true;

  const use = (host: HostConnection) => {
    link.use(host);
    // What comes of it shows in the status.
    if (isFirst && !stopped.signal.aborted) host.call('vm.start', {}).catch(() => undefined);
    isFirst = false;
  };

  const attach = async (): Promise<'ours' | 'again'> => {
    const opened = await openHost({ paths, kind: 'window', assets: await loadAssets(), logger });
    if ('leave' in opened) {
      own = opened;
      use(connectionTo(opened));
      return 'ours';
    }
    const client = await connectControl(paths);
    if (client === undefined) return 'again';
    // One that does not answer is no host: what was said of it before stays said.
    await client.call('status.get', {}).catch((error: unknown) => {
      client.close();
      throw error;
    });
    use(client);
    const silence = await orAborted(stopped.signal, client.closed);
    if (silence === undefined) {
      link.lose();
      return 'again';
    }
    // What it told last no longer holds.
    const status = await homeStatusFromDisk(paths);
    link.fail(silence, { ...status, problems: [toFailure(silence)] });
    throw silence;
  };

  const run = async () => {
    while (!stopped.signal.aborted) {
      try {
        if ((await attach()) === 'ours') return;
        await delay(retryMs, stopped.signal);
      } catch (error) {
        if (stopped.signal.aborted) return;
        link.fail(error instanceof SlipwayError ? error : new SlipwayError(toFailure(error)));
        await delay(retryAfterFailureMs, stopped.signal).catch(() => undefined);
      }
    }
  };
  const done = run();
  return {
    own: () => own,
    stop() {
      stopped.abort();
      return done;
    },
  };
}

/** The host in this process, in the form of one behind a socket. */
function connectionTo(host: Host): HostConnection {
  return {
    call: (name, parameters) => host.handlers[name](parameters as never, never) as never,
    on: (name, listener) => host.on(name, listener),
  };
}
