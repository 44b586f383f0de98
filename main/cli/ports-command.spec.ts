import { expect, it } from 'vitest';
import type { PublishedPort } from '../contract/ports.ts';
import { formatPorts } from './ports-command.ts';

const port: PublishedPort = {
  ...{ protocol: 'tcp', address: '127.0.0.1', port: 8080, containerPort: 80, connections: 0 },
  ...{ container: { id: 'a1', name: 'web' }, service: null },
  ...{ isReachableFromLan: false, problem: null, holder: null },
};

it('says that there are none', () => {
  expect(formatPorts([])).toEqual(['No container or service publishes a port.']);
});

it('shows where a port is, whose it is, who reaches it, and who is in the way', () => {
  const lines = formatPorts([
    port,
    { ...port, protocol: 'udp', address: '::', isReachableFromLan: true, container: null },
    { ...port, port: 8081, container: null, service: { id: 's1', name: 'site' } },
    {
      ...port,
      port: 80,
      problem: { code: 'port-unavailable', message: 'Port 80 is taken.', hint: 'End it.' },
      holder: { pid: 99, name: 'ngi\u001b[31mnx' },
    },
  ]);
  expect(lines).toEqual([
    'ADDRESS             CONTAINER          REACHED FROM         STATE',
    '127.0.0.1:8080/tcp  web:80             this computer        open',
    '[::]:8080/udp       ?:80               other machines, too  open',
    '127.0.0.1:8081/tcp  site:80 (service)  this computer        open',
    '127.0.0.1:80/tcp    web:80             this computer        taken by ngi\uFFFD[31mnx (99)',
    'Port 80 is taken.',
    '  try: End it.',
  ]);
});
