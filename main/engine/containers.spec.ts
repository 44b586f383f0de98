import { describe, expect, it } from 'vitest';
import { describeContainer } from './containers.ts';

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
