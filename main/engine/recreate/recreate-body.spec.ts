import { describe, expect, it } from 'vitest';
import type { ContainerOptions } from '../../contract/engine/container-options.ts';
import { chosenOptions } from './chosen-options.ts';
import type { ImageConfig, Inspected } from './inspected.ts';
import { recreateBody } from './recreate-body.ts';

const id = 'c0ffee'.padEnd(64, '0');
const anonymous = 'a'.repeat(64);

const image: ImageConfig = {
  Cmd: ['serve'],
  Entrypoint: ['/entry'],
  Env: ['PATH=/bin', 'MODE=fast', 'TZ=UTC'],
  Labels: { vendor: 'shop' },
  ExposedPorts: { '80/tcp': {} },
  Volumes: { '/data': {} },
  User: 'app',
  WorkingDir: '/srv',
};

interface Given {
  readonly Config?: object;
  readonly HostConfig?: object;
  readonly Mounts?: readonly object[];
  readonly Networks?: object;
}

/** A container that is made from the image as it is, but for what is given. */
function container({ Config, HostConfig, Mounts = [], Networks = {} }: Given = {}): Inspected {
  return {
    Id: id,
    Name: '/web',
    Image: 'sha256:1',
    RestartCount: 0,
    Mounts,
    State: { Running: true },
    NetworkSettings: { Networks },
    Config: {
      ...image,
      Image: 'shop/web:1',
      Hostname: id.slice(0, 12),
      Tty: false,
      OpenStdin: false,
      AttachStdin: true,
      ...Config,
    },
    HostConfig: { NetworkMode: 'bridge', RestartPolicy: { Name: 'no' }, ...HostConfig },
  } as unknown as Inspected;
}

/** The body after a change of what was chosen. */
function changed(
  of: Inspected,
  change: (options: ContainerOptions) => Partial<ContainerOptions> = () => ({}),
) {
  const { options } = chosenOptions(of, image);
  return recreateBody(of, image, options, { ...options, ...change(options) }) as unknown as Record<
    string,
    unknown
  > & { HostConfig: Record<string, unknown> };
}

const chosen = (of: Inspected) => chosenOptions(of, image).options;

describe('what was chosen for a container', () => {
  it('is nothing of what its image gives', () => {
    expect(chosen(container())).toMatchObject({
      ...{ image: 'shop/web:1', name: 'web', entrypoint: null, command: [], environment: [] },
      ...{ ports: [], mounts: [], networks: [], hostname: '', user: '', workingFolder: '', labels: [] },
    });
  });

  it.each<[string, Given, Partial<ContainerOptions>]>([
    ['a command', { Config: { Cmd: ['serve', '-v'] } }, { entrypoint: null, command: ['serve', '-v'] }],
    [
      'an entrypoint of several words, which go before the command',
      { Config: { Entrypoint: ['sh', '-c'], Cmd: ['true'] } },
      { entrypoint: 'sh', command: ['-c', 'true'] },
    ],
    [
      'variables that the image has otherwise, and its own',
      { Config: { Env: ['PATH=/bin', 'MODE=slow', 'TZ=UTC', 'A=b=c'] } },
      {
        environment: [
          { name: 'MODE', value: 'slow' },
          { name: 'A', value: 'b=c' },
        ],
      },
    ],
    [
      'published ports',
      { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] } } },
      { ports: [{ address: '127.0.0.1', host: '8080', container: '80', protocol: 'tcp' }] },
    ],
    ['a host name', { Config: { Hostname: 'shop' } }, { hostname: 'shop' }],
    ['a quota of processor time', { HostConfig: { CpuQuota: 150_000, CpuPeriod: 100_000 } }, { cpus: 1.5 }],
    [
      'labels',
      { Config: { Labels: { vendor: 'shop', team: 'web' } } },
      { labels: [{ name: 'team', value: 'web' }] },
    ],
    [
      'a volume and a folder of the host’s, one read-only',
      { HostConfig: { Binds: ['site:/site', '/srv/x:/x:ro,z'] } },
      {
        mounts: [
          { kind: 'volume', source: 'site', target: '/site', readOnly: false, options: '' },
          { kind: 'bind', source: '/srv/x', target: '/x', readOnly: true, options: 'z' },
        ],
      },
    ],
    [
      'the network of another container',
      { HostConfig: { NetworkMode: 'container:1' } },
      { networks: [{ name: 'container:1', aliases: [], ipv4: '', ipv6: '' }] },
    ],
  ])('is %s', (_, given, expected) => {
    expect(chosen(container(given))).toMatchObject(expected);
  });

  it('says in words what the form does not show', () => {
    const of = container({ HostConfig: { Ulimits: [{ Name: 'nofile' }], Dns: ['10.0.0.1'] } });
    expect(chosenOptions(of, image).kept).toEqual(['ulimits', 'name servers']);
  });
});

describe('a container made anew', () => {
  it('leaves to the image what is as in the image, which may be another one by then', () => {
    const body = changed(container());
    for (const key of ['Cmd', 'Entrypoint', 'User', 'WorkingDir', 'Hostname', 'AttachStdin'])
      expect(body).not.toHaveProperty(key);
    expect(body).toMatchObject({ Env: [], ExposedPorts: {} });
    expect(body.Labels).toEqual({ 'dev.slipway.replaces': id, 'dev.slipway.replaces-state': 'running' });
  });

  it('has what the form does not show as it was', () => {
    const HostConfig = { Ulimits: [{ Name: 'nofile', Soft: 9 }], Links: ['/db:/web/store'], ShmSize: 9 };
    const body = changed(container({ HostConfig, Config: { Healthcheck: { Test: ['NONE'] } } }), () => ({
      memoryBytes: 64,
    }));
    expect(body.HostConfig).toMatchObject({
      Ulimits: HostConfig.Ulimits,
      Links: ['db:store'],
      ShmSize: 9,
      Memory: 64,
    });
    expect(body.Healthcheck).toEqual({ Test: ['NONE'] });
  });

  it('keeps a variable of the image away that was taken away, when another one is changed', () => {
    const of = container({ Config: { Env: ['PATH=/bin', 'MODE=slow'] } });
    expect(changed(of).Env).toEqual(['MODE=slow', 'TZ']);
    const body = changed(of, () => ({ environment: [{ name: 'MODE', value: 'fastest' }] }));
    expect(body.Env).toEqual(['MODE=fastest', 'TZ']);
    const again = changed(of, () => ({ environment: [{ name: 'TZ', value: 'CET' }] }));
    expect(again.Env).toEqual(['TZ=CET']);
  });

  it('keeps a port exposed that was never published, when the published ones are changed', () => {
    const of = container({
      Config: { ExposedPorts: { '80/tcp': {}, '81/tcp': {}, '82/tcp': {} } },
      HostConfig: { PortBindings: { '81/tcp': [{ HostIp: '', HostPort: '8081' }] } },
    });
    const body = changed(of, () => ({
      ports: [{ address: '', host: '8083', container: '83', protocol: 'tcp' }],
    }));
    expect(body.ExposedPorts).toEqual({ '82/tcp': {}, '83/tcp': {} });
    expect(Object.keys(body.HostConfig.PortBindings as object)).toEqual(['83/tcp']);
  });

  it('takes over a volume without a name, and one that the image asks for', () => {
    const of = container({
      Config: { Volumes: { '/data': {}, '/own': {} } },
      Mounts: ['/data', '/own'].map((Destination) => ({
        Type: 'volume',
        Name: anonymous,
        Destination,
        RW: true,
      })),
    });
    const body = changed(of);
    expect(body.Volumes).toEqual({});
    expect(body.HostConfig.Mounts).toEqual(
      ['/data', '/own'].map((Target) => ({ Type: 'volume', Source: anonymous, Target, ReadOnly: false })),
    );
  });

  it('leaves a mount as the engine had it unless it is changed', () => {
    const Mounts = [{ Type: 'bind', Source: '/a', Target: '/b', BindOptions: { Propagation: 'rslave' } }];
    const of = container({ HostConfig: { Mounts, Tmpfs: { '/t': 'size=9' } } });
    expect(changed(of, () => ({ user: 'x' })).HostConfig).toMatchObject({
      Mounts,
      Tmpfs: { '/t': 'size=9' },
    });
    const without = changed(of, ({ mounts }) => ({ mounts: mounts.filter(({ kind }) => kind !== 'bind') }));
    expect(without.HostConfig).toMatchObject({ Mounts: [], Tmpfs: { '/t': 'size=9' } });
  });

  it('joins its networks by the names and addresses that were chosen for it', () => {
    const of = container({
      HostConfig: { NetworkMode: 'shop' },
      Networks: {
        shop: { Aliases: [id.slice(0, 12), 'store'], IPAMConfig: { IPv4Address: '10.1.0.5' } },
        back: { Aliases: null, IPAMConfig: null },
      },
    });
    expect(chosen(of).networks).toEqual([
      { name: 'shop', aliases: ['store'], ipv4: '10.1.0.5', ipv6: '' },
      { name: 'back', aliases: [], ipv4: '', ipv6: '' },
    ]);
    expect(changed(of).NetworkingConfig).toMatchObject({
      EndpointsConfig: { shop: { Aliases: ['store'], IPAMConfig: { IPv4Address: '10.1.0.5' } }, back: {} },
    });
    const left = changed(of, ({ networks }) => ({ networks: networks.slice(1) }));
    expect(left.HostConfig.NetworkMode).toBe('back');
    expect(Object.keys((left.NetworkingConfig as { EndpointsConfig: object }).EndpointsConfig)).toEqual([
      'back',
    ]);
  });
});
