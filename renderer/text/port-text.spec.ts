import { expect, it } from 'vitest';
import type { ContainerPort } from '../../main/contract/engine/containers.ts';
import { portTexts, portWords } from './port-text.ts';

const port = (
  containerPort: number,
  published: ContainerPort['published'] = null,
  protocol: ContainerPort['protocol'] = 'tcp',
): ContainerPort => ({ containerPort, protocol, published });

it('says a port that is published over IPv4 and IPv6 once, and that it is not of this computer alone', () => {
  const ports = [port(80, { address: '0.0.0.0', port: 8080 }), port(80, { address: '::', port: 8080 })];
  expect(portTexts(ports)).toEqual(['*:8080→80']);
});

it('leaves out the usual address, and names any other and a protocol that is not TCP', () => {
  const ports = [
    port(53, { address: '127.0.0.1', port: 5353 }, 'udp'),
    port(22, { address: '::1', port: 2222 }),
    port(80, { address: '::', port: 8080 }),
  ];
  expect(portTexts(ports)).toEqual(['[::1]:2222→22', '5353→53/udp', '*:8080→80']);
});

it('shows an exposed port by itself, in the order of numbers', () => {
  expect(portTexts([port(443), port(80)])).toEqual(['80', '443']);
});

it('leads a browser to what is published over TCP, by TLS where that is the custom', () => {
  const ports = [
    port(80, { address: '127.0.0.1', port: 8080 }),
    port(443, { address: '127.0.0.1', port: 8443 }),
    port(53, { address: '127.0.0.1', port: 53 }, 'udp'),
    port(90),
  ];
  expect(portWords(ports).map(({ page }) => page)).toEqual([
    null,
    { address: '127.0.0.1', port: 8080, isSecure: false },
    null,
    { address: '127.0.0.1', port: 8443, isSecure: true },
  ]);
});
