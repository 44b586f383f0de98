import { expect, it } from 'vitest';
import { describeListed } from './listed-containers.ts';

it('finds names, published ports and addresses in the engine’s list', () => {
  const answer = [
    {
      ...{ Id: 'a1', Names: ['/web', '/other/alias'] },
      Ports: [
        { IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
        { PrivatePort: 443, Type: 'tcp' },
      ],
      NetworkSettings: { Networks: { shop: { IPAddress: '172.18.0.2' }, host: { IPAddress: '' } } },
    },
    { Id: 'b'.repeat(64), Names: [], Ports: null, NetworkSettings: { Networks: null } },
    { Id: 'c3' },
  ];
  expect(describeListed(answer)).toEqual([
    {
      ...{ id: 'a1', name: 'web' },
      published: [{ protocol: 'tcp', address: '::', port: 8080 }],
      addresses: ['172.18.0.2'],
    },
    { id: 'b'.repeat(64), name: 'bbbbbbbbbbbb', published: [], addresses: [] },
    { id: 'c3', name: 'c3', published: [], addresses: [] },
  ]);
});
