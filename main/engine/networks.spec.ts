import { expect, it } from 'vitest';
import { networkParameters } from '../contract/engine/networks.ts';
import { describeNetwork, networkOptions } from './networks.ts';

const info = {
  Name: 'shop_default',
  Id: 'n'.repeat(64),
  Created: '2026-01-02T03:04:05.678901234Z',
  Scope: 'local',
  Driver: 'bridge',
  EnableIPv6: false,
  IPAM: { Driver: 'default', Config: [{ Subnet: '172.18.0.0/16', Gateway: '172.18.0.1' }] },
  Internal: false,
  Attachable: false,
  Ingress: false,
  ConfigOnly: false,
  Labels: { 'com.docker.compose.project': 'shop' },
};

it('describes a network with its ranges', () => {
  expect(describeNetwork(info)).toMatchObject({
    name: 'shop_default',
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    ranges: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1', range: '' }],
    ipv4: true,
    project: 'shop',
    isBuiltIn: false,
  });
});

it('knows what belongs to the engine and to Swarm', () => {
  const { IPAM: _, Labels: __, ...bare } = info;
  expect(describeNetwork({ ...bare, Name: 'host', Driver: 'host' })).toMatchObject({
    isBuiltIn: true,
    ranges: [],
    labels: {},
  });
  const overlay = { ...bare, Name: 'ingress', Driver: 'overlay', Scope: 'swarm', Ingress: true };
  expect(describeNetwork(overlay)).toMatchObject({ isBuiltIn: true, scope: 'swarm', ingress: true });
  expect(describeNetwork({ ...overlay, Name: 'bridge', Ingress: false }).isBuiltIn).toBe(false);
});

it('takes the zero time of a network that has not come to this machine yet for none', () => {
  expect(describeNetwork({ ...info, Created: '0001-01-01T00:00:00Z' }).createdAt).toBe(0);
});

it('leaves the addresses to the engine unless a subnet is given', () => {
  expect(networkOptions(networkParameters.parse({ name: 'a' }))).not.toHaveProperty('IPAM');
  const ranges = [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1' }, { subnet: 'fd00::/64' }];
  expect(networkOptions(networkParameters.parse({ name: 'a', ranges, ipv6: true }))).toMatchObject({
    EnableIPv6: true,
    IPAM: { Config: [{ Subnet: '10.1.0.0/24', Gateway: '10.1.0.1' }, { Subnet: 'fd00::/64' }] },
  });
});
