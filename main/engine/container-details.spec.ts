import type { ContainerInspectInfo } from 'dockerode';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { engineAt } from './connection.ts';
import { describeDetails, listChanges } from './container-details.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';

/** As the engine answers for a container that was made by `docker create`, cut to what is read. */
function answer(changes: {
  readonly State?: object;
  readonly Config?: object;
  readonly HostConfig?: object;
  readonly NetworkSettings?: object;
  readonly Mounts?: readonly object[];
}): ContainerInspectInfo {
  const info = {
    Id: 'c'.repeat(64),
    Name: '/web',
    Image: `sha256:${'1'.repeat(64)}`,
    Created: '2026-11-01T10:00:00.5Z',
    Platform: 'linux',
    RestartCount: 0,
    State: {
      Status: 'created',
      Error: '',
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: '0001-01-01T00:00:00Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      ...changes.State,
    },
    Config: {
      Image: 'nginx',
      Hostname: 'cccccccccccc',
      User: '',
      WorkingDir: '',
      Tty: false,
      Env: null,
      Cmd: null,
      Entrypoint: null,
      Labels: null,
      ...changes.Config,
    },
    HostConfig: { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 }, ...changes.HostConfig },
    NetworkSettings: { Ports: {}, Networks: {}, ...changes.NetworkSettings },
    Mounts: changes.Mounts ?? [],
  };
  return info as unknown as ContainerInspectInfo;
}

test('a container that was never started has no moments but its making', () => {
  expect(describeDetails(answer({}))).toMatchObject({
    name: 'web',
    state: 'created',
    startedAt: null,
    ended: null,
    createdAt: Date.UTC(2026, 10, 1, 10, 0, 0, 500),
    command: [],
    environment: [],
    health: null,
    limits: { memoryBytes: null, cpus: null, processes: null },
  });
});

test('how it ended is told', () => {
  const { ended } = describeDetails(
    answer({
      State: { Status: 'exited', ExitCode: 137, OOMKilled: true, FinishedAt: '2026-11-01T11:00:00Z' },
    }),
  );
  expect(ended).toEqual({ at: Date.UTC(2026, 10, 1, 11), exitCode: 137, outOfMemory: true });
});

test('a value may hold an equals sign, and be missing', () => {
  const { environment } = describeDetails(answer({ Config: { Env: ['A=b=c', 'EMPTY=', 'BARE'] } }));
  expect(environment).toEqual([
    { name: 'A', value: 'b=c' },
    { name: 'EMPTY', value: '' },
    { name: 'BARE', value: '' },
  ]);
});

test('ports are those that are open, or those that it would open', () => {
  const asked = {
    Config: { ExposedPorts: { '80/tcp': {}, '53/udp': {} } },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] } },
  };
  const exposed = { containerPort: 53, protocol: 'udp', published: null };
  expect(describeDetails(answer(asked)).ports).toEqual([
    { containerPort: 80, protocol: 'tcp', published: { address: '127.0.0.1', port: 8080 } },
    exposed,
  ]);
  const Ports = { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '49153' }], '53/udp': null };
  expect(describeDetails(answer({ ...asked, NetworkSettings: { Ports } })).ports).toEqual([
    { containerPort: 80, protocol: 'tcp', published: { address: '127.0.0.1', port: 49_153 } },
    exposed,
  ]);
});

test('the newest run of a health check comes first', () => {
  const { health } = describeDetails(
    answer({
      State: {
        Health: {
          Status: 'unhealthy',
          FailingStreak: 2,
          Log: [
            { Start: '2026-11-01T11:00:00Z', End: '', ExitCode: 1, Output: 'first' },
            { Start: '2026-11-01T11:01:00Z', End: '', ExitCode: 1, Output: 'second' },
          ],
        },
      },
    }),
  );
  expect(health).toMatchObject({
    state: 'unhealthy',
    failingStreak: 2,
    probes: [{ output: 'second' }, { output: 'first' }],
  });
});

test.each([
  [{ NanoCpus: 1_500_000_000 }, 1.5],
  [{ CpuQuota: 50_000 }, 0.5],
  [{ CpuQuota: 50_000, CpuPeriod: 25_000 }, 2],
  [{ CpuQuota: -1 }, null],
])('%j is %s processors', (HostConfig, cpus) => {
  expect(describeDetails(answer({ HostConfig })).limits.cpus).toBe(cpus);
});

test('a policy and the number of its tries are one word', () => {
  const HostConfig = { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } };
  expect(describeDetails(answer({ HostConfig })).restartPolicy).toBe('on-failure:3');
});

describe('listChanges', () => {
  let server: EngineServer;
  let answer: string;
  const list = () => listChanges(engineAt(server.socketPath), 'c'.repeat(64), new AbortController().signal);

  beforeEach(async () => {
    server = await serveEngine((_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(answer);
    });
  });
  afterEach(async () => {
    await server.close();
  });

  it('sorts what differs by path', async () => {
    answer = JSON.stringify([
      { Path: '/var', Kind: 0 },
      { Path: '/etc/motd', Kind: 2 },
      { Path: '/new', Kind: 1 },
    ]);
    await expect(list()).resolves.toEqual([
      { path: '/etc/motd', kind: 'removed' },
      { path: '/new', kind: 'added' },
      { path: '/var', kind: 'changed' },
    ]);
  });

  it('takes the null of an engine that has found nothing for no changes', async () => {
    answer = 'null\n';
    await expect(list()).resolves.toEqual([]);
  });

  it('does not take what is no list for one', async () => {
    answer = 'nothing';
    await expect(list()).rejects.toMatchObject({ message: expect.stringContaining('not understood') });
  });
});
