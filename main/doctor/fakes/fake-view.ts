import { mkdtemp } from 'node:fs/promises';
import type { hostRequests } from '../../contract/host.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Status } from '../../contract/status.ts';
import { type HomePaths, homePaths } from '../../home/paths.ts';
import { prepareHome } from '../../home/prepare-home.ts';
import { defaultSettings } from '../../settings/setting-values.ts';
import type { DoctorView } from '../check.ts';

/** A home of a spec's own; short enough for sockets. */
export async function makeHome(): Promise<HomePaths> {
  const paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
  return paths;
}

/** The status of a home that nothing has happened in. */
export function statusOf(paths: HomePaths, more: Partial<Status> = {}): Status {
  return {
    ...{
      state: 'stopped',
      home: paths.home,
      socket: null,
      engine: null,
      vm: null,
      boot: null,
      restarted: null,
    },
    ...{ nodes: [], domains: null, memory: null, sleep: null, problems: [], retry: null, accelerators: [] },
    ...{ host: null },
    ...more,
  };
}

/** A host that answers these requests alone. */
export function fakeHost(handlers: Partial<Handlers<typeof hostRequests>>): NonNullable<DoctorView['host']> {
  return {
    call: (async (name: keyof typeof hostRequests, parameters: never) => {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`Nobody asked for ${name}`);
      return handler(parameters, new AbortController().signal);
    }) as NonNullable<DoctorView['host']>['call'],
  };
}

/** What checks look at, in a home that nothing has happened in. */
export function viewOf(paths: HomePaths, more: Partial<DoctorView> = {}): DoctorView {
  return {
    ...{ paths, environment: {}, settings: defaultSettings, status: statusOf(paths), host: undefined },
    qemu: async () => ({ version: '11.1.3', command: '/bin/false', leadingArguments: [] }),
    now: Date.now,
    ...more,
  };
}
