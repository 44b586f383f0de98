import { hostRequests } from '../../contract/host.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Status, VmState } from '../../contract/status.ts';
import { createDispatch } from '../../control/dispatch.ts';
import { type ControlServer, serveControl } from '../../control/server.ts';
import type { HomePaths } from '../../home/paths.ts';

/** A host behind a real control socket, of which a test says what it answers. To be closed. */
export function serveFakeHost(
  paths: HomePaths,
  handlers: Partial<Handlers<typeof hostRequests>>,
): Promise<ControlServer> {
  const unexpected = async (): Promise<never> => {
    throw new Error('This request was not expected');
  };
  const all = Object.fromEntries(Object.keys(hostRequests).map((name) => [name, unexpected]));
  const dispatch = createDispatch(hostRequests, { ...all, ...handlers } as Handlers<typeof hostRequests>);
  return serveControl(paths.controlSocket, dispatch);
}

/** What a host of this process tells in a state, as far as a test does not say otherwise. */
export function statusOf(paths: HomePaths, state: VmState, more: Partial<Status> = {}): Status {
  return {
    state,
    home: paths.home,
    socket: `unix://${paths.dockerSocket}`,
    engine: state === 'running' ? { version: '28.5.2', apiVersion: '1.51' } : null,
    vm: null,
    boot: null,
    restarted: null,
    nodes: [],
    domains: null,
    memory: null,
    sleep: null,
    problems: [],
    retry: null,
    accelerators: [],
    host: { pid: process.pid, kind: 'window' },
    ...more,
  };
}
