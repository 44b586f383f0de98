import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runParameters } from '../contract/engine/containers.ts';
import { engineAt } from './connection.ts';
import { createOptions, describeContainer, runContainer } from './containers.ts';

describe('describeContainer', () => {
  const info = {
    Id: 'f'.repeat(64),
    Names: ['/shop-web-1'],
    Image: 'nginx:1',
    ImageID: 'sha256:abc',
    Command: 'nginx',
    Created: 1_700_000_000,
    Ports: [
      { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
      { IP: '', PrivatePort: 53, PublicPort: 0, Type: 'udp' },
    ],
    Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
    State: 'running',
    Status: 'Up 2 minutes',
    HostConfig: { NetworkMode: 'default' },
    NetworkSettings: { Networks: {} },
    Mounts: [],
  };

  it('takes the slash off the name and finds project, service and ports', () => {
    expect(describeContainer(info)).toMatchObject({
      name: 'shop-web-1',
      state: 'running',
      createdAt: 1_700_000_000_000,
      project: 'shop',
      service: 'web',
      ports: [
        { containerPort: 80, protocol: 'tcp', published: { address: '0.0.0.0', port: 8080 } },
        { containerPort: 53, protocol: 'udp', published: null },
      ],
    });
  });

  it('finds the volumes, not the folders, and the networks with their addresses', () => {
    const mount = { Source: '/x', Mode: '', Propagation: '' };
    const network = {
      Gateway: '',
      EndpointID: 'e',
      IPPrefixLen: 16,
      IPv6Gateway: '',
      GlobalIPv6PrefixLen: 0,
    };
    const described = describeContainer({
      ...info,
      Mounts: [
        { ...mount, Type: 'volume', Name: 'data', Destination: '/data', RW: false },
        { ...mount, Type: 'bind', Destination: '/src', RW: true },
      ],
      NetworkSettings: {
        Networks: {
          shop: {
            ...network,
            NetworkID: 'n1',
            IPAddress: '172.18.0.2',
            GlobalIPv6Address: '',
            MacAddress: '02:42',
          },
        },
      },
    });
    expect(described.volumes).toEqual([{ name: 'data', target: '/data', readOnly: true }]);
    expect(described.networks).toEqual([
      { name: 'shop', id: 'n1', ipv4: '172.18.0.2', ipv6: '', mac: '02:42' },
    ]);
  });

  it.each([
    ['Up 3 hours (healthy)', 'healthy'],
    ['Up 3 hours (unhealthy)', 'unhealthy'],
    ['Up 2 seconds (health: starting)', 'starting'],
    ['Up 3 hours (Paused)', null],
    ['Exited (0) 5 minutes ago', null],
  ])('knows of “%s” how healthy it is', (Status, health) => {
    expect(describeContainer({ ...info, Status }).health).toBe(health);
  });

  it('names a container without a name by its id, and a state it does not know `unknown`', () => {
    expect(describeContainer({ ...info, Names: [], Labels: {}, State: 'dancing' })).toMatchObject({
      name: 'ffffffffffff',
      state: 'unknown',
      project: null,
    });
  });
});

describe('createOptions', () => {
  it('leaves out what was not asked for', () => {
    const options = createOptions(runParameters.parse({ image: 'a' }));
    expect(options).not.toHaveProperty('name');
    expect(options).not.toHaveProperty('Cmd');
    expect(options.HostConfig).toEqual({ AutoRemove: false, PortBindings: {}, Binds: [] });
  });

  it('publishes one container port at two host ports, and any free one for 0', () => {
    const options = createOptions(
      runParameters.parse({
        image: 'a',
        ports: [
          { address: '127.0.0.1', hostPort: 8080, containerPort: 80 },
          { hostPort: 0, containerPort: 80 },
          { hostPort: 53, containerPort: 53, protocol: 'udp' },
        ],
      }),
    );
    expect(options.ExposedPorts).toEqual({ '80/tcp': {}, '53/udp': {} });
    expect(options.HostConfig?.PortBindings).toEqual({
      '80/tcp': [
        { HostIp: '127.0.0.1', HostPort: '8080' },
        { HostIp: '', HostPort: '' },
      ],
      '53/udp': [{ HostIp: '', HostPort: '53' }],
    });
  });

  it('keeps every character of a variable and mounts read-only when asked', () => {
    const options = createOptions(
      runParameters.parse({
        image: 'a',
        environment: [{ name: 'A', value: ' b=c "d"\n' }],
        volumes: [{ source: '/src', target: '/dst', readOnly: true }],
      }),
    );
    expect(options.Env).toEqual(['A= b=c "d"\n']);
    expect(options.HostConfig?.Binds).toEqual(['/src:/dst:ro']);
  });
});

describe('runContainer', () => {
  let folder: string;
  let server: Server;
  let asked: string[];
  /** How the engine answers the removal. */
  let removal: { readonly status: number; readonly message: string };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-run-'));
    asked = [];
    server = createServer((request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      asked.push(`${request.method} ${path}`);
      response.setHeader('Content-Type', 'application/json');
      const made = path.endsWith('/create');
      const started = { status: 500, message: 'port is already allocated' };
      const { status, message } = request.method === 'DELETE' ? removal : started;
      response.statusCode = made ? 201 : status;
      response.end(made ? JSON.stringify({ Id: 'f'.repeat(64) }) : JSON.stringify({ message }));
    });
    await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const run = () =>
    runContainer(
      engineAt(join(folder, 'docker.sock')),
      runParameters.parse({ image: 'a' }),
      new AbortController().signal,
    );

  it('removes a container that cannot be started, and gives the reason', async () => {
    removal = { status: 204, message: '' };
    await expect(run()).rejects.toMatchObject({
      message: 'Could not run a: port is already allocated',
      hint: expect.stringContaining('another host port'),
      detail: expect.not.stringContaining('remove'),
    });
    expect(asked.at(-1)).toBe(`DELETE /containers/${'f'.repeat(64)}`);
  });

  it('says what is left when it cannot be removed either', async () => {
    removal = { status: 500, message: 'device is busy' };
    await expect(run()).rejects.toMatchObject({
      message: 'Could not run a: port is already allocated',
      detail: expect.stringMatching(/remove the container f{12},.*device is busy/),
    });
  });
});
