import { expect, it } from 'vitest';
import { type ContainerOptionsInput, containerOptions } from '../contract/engine/container-options.ts';
import { createOptions } from './create-options.ts';

const asked = (options: Omit<ContainerOptionsInput, 'image'>) =>
  createOptions(containerOptions.parse({ image: 'a', ...options }));

it('leaves out what was not asked for', () => {
  const options = asked({});
  for (const absent of ['name', 'Cmd', 'Entrypoint', 'User', 'Hostname', 'WorkingDir', 'Volumes'])
    expect(options).not.toHaveProperty(absent);
  expect(options).not.toHaveProperty('NetworkingConfig');
  expect(options.HostConfig).toEqual({
    AutoRemove: false,
    Binds: [],
    PortBindings: {},
    Privileged: false,
    ReadonlyRootfs: false,
    RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  });
});

it('publishes one container port at two host ports, and any free one for none', () => {
  const options = asked({
    ports: [
      { address: '127.0.0.1', host: '8080', container: '80' },
      { container: '80' },
      { host: '0', container: '80' },
      { host: '53', container: '53', protocol: 'udp' },
    ],
  });
  expect(options.ExposedPorts).toEqual({ '80/tcp': {}, '53/udp': {} });
  expect(options.HostConfig?.PortBindings).toEqual({
    '80/tcp': [
      { HostIp: '127.0.0.1', HostPort: '8080' },
      { HostIp: '', HostPort: '' },
      { HostIp: '', HostPort: '0' },
    ],
    '53/udp': [{ HostIp: '', HostPort: '53' }],
  });
});

it('publishes ranges port by port, and leaves the choice of a range for one port to the engine', () => {
  const ports = [
    { host: '8000-8001', container: '80-81' },
    { host: '9000-9010', container: '90' },
    { container: '70-71' },
  ];
  expect(asked({ ports }).HostConfig?.PortBindings).toEqual({
    '80/tcp': [{ HostIp: '', HostPort: '8000' }],
    '81/tcp': [{ HostIp: '', HostPort: '8001' }],
    '90/tcp': [{ HostIp: '', HostPort: '9000-9010' }],
    '70/tcp': [{ HostIp: '', HostPort: '' }],
    '71/tcp': [{ HostIp: '', HostPort: '' }],
  });
});

it.each([
  ['8000-8001', '80-82', 'not of the same length'],
  ['8001-8000', '80', 'lower end'],
  ['70000', '80', 'from 1 to 65535'],
])('refuses %s:%s', (host, container, why) => {
  expect(() => asked({ ports: [{ host, container }] })).toThrow(why);
});

it('keeps every character of a variable, of a label and of a word', () => {
  const value = ' b=c "d"\n';
  const options = asked({
    environment: [{ name: 'A', value }],
    labels: [{ name: ' a', value }],
    command: ['sh', '-c', value],
  });
  expect(options.Env).toEqual([`A=${value}`]);
  expect(options.Labels).toEqual({ ' a': value });
  expect(options.Cmd).toEqual(['sh', '-c', value]);
});

it('puts each mount where docker would put it', () => {
  const options = asked({
    mounts: [
      { kind: 'volume', source: 'data', target: '/data', readOnly: true, options: 'nocopy' },
      { kind: 'bind', source: '/src', target: '/dst' },
      { kind: 'volume', target: '/anonymous' },
      { kind: 'tmpfs', target: '/run', options: 'size=64m' },
      { kind: 'bind', source: '/a:b', target: '/c', readOnly: true },
      { kind: 'volume', target: '/quiet', readOnly: true },
    ],
  });
  expect(options.Volumes).toEqual({ '/anonymous': {} });
  expect(options.HostConfig).toMatchObject({
    Binds: ['data:/data:ro,nocopy', '/src:/dst'],
    Tmpfs: { '/run': 'size=64m' },
    Mounts: [
      { Type: 'bind', Source: '/a:b', Target: '/c', ReadOnly: true },
      { Type: 'volume', Source: '', Target: '/quiet', ReadOnly: true },
    ],
  });
});

it('joins every network as it is made, with its names and addresses', () => {
  const options = asked({
    networks: [{ name: 'front', aliases: ['web'], ipv4: '10.1.0.9' }, { name: 'back' }],
  });
  expect(options.HostConfig?.NetworkMode).toBe('front');
  expect(options.NetworkingConfig?.EndpointsConfig).toEqual({
    front: { Aliases: ['web'], IPAMConfig: { IPv4Address: '10.1.0.9' } },
    back: {},
  });
});

it.each(['host', 'none', 'container:db'])('takes %s for what it stands for', (name) => {
  const options = asked({ networks: [{ name }] });
  expect(options.HostConfig?.NetworkMode).toBe(name);
  expect(options).not.toHaveProperty('NetworkingConfig');
});

it('tells an image’s own program from none', () => {
  expect(asked({ entrypoint: '' }).Entrypoint).toEqual(['']);
  expect(asked({ entrypoint: 'sh' }).Entrypoint).toEqual(['sh']);
});

it('gives limits in the engine’s units', () => {
  const options = asked({
    memoryBytes: 67_108_864,
    cpus: 0.1,
    processes: 50,
    restart: { policy: 'on-failure', retries: 3 },
  });
  expect(options.HostConfig).toMatchObject({
    Memory: 67_108_864,
    NanoCpus: 100_000_000,
    PidsLimit: 50,
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
  });
});

it('names capabilities as docker does', () => {
  const options = asked({ capAdd: ['net_admin', 'CAP_SYS_TIME'], capDrop: ['all'] });
  expect(options.HostConfig).toMatchObject({ CapAdd: ['CAP_NET_ADMIN', 'CAP_SYS_TIME'], CapDrop: ['ALL'] });
});
