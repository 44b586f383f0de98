import { expect, it } from 'vitest';
import type { PublishedPort } from '../contract/ports.ts';
import { publishedPage } from './published-page.ts';

const web: PublishedPort = {
  ...{ protocol: 'tcp', address: '127.0.0.1', port: 8080, container: null, service: null, containerPort: 80 },
  ...{ isReachableFromLan: false, connections: 0, problem: null, holder: null },
};
const asked = { address: '127.0.0.1', port: 8080, isSecure: false };

it('is the address that the port is bound to', () => {
  expect(publishedPage(asked, [web])).toBe('http://127.0.0.1:8080/');
  expect(publishedPage({ ...asked, address: '::1', isSecure: true }, [{ ...web, address: '::1' }])).toBe(
    'https://[::1]:8080/',
  );
});

it.each(['0.0.0.0', '::'])('is localhost for %s', (address) => {
  expect(publishedPage({ ...asked, address }, [{ ...web, address }])).toBe('http://localhost:8080/');
});

it.each([
  ['another port', { ...web, port: 8081 }],
  ['another address', { ...web, address: '0.0.0.0' }],
  ['UDP', { ...web, protocol: 'udp' as const }],
])('refuses what is not published: there is only %s', (_, port) => {
  expect(() => publishedPage(asked, [port])).toThrow('Nothing publishes 127.0.0.1:8080');
});

it('says what is in the way of a port', () => {
  const problem = { code: 'port-unavailable', message: 'Port 8080 is taken.', hint: 'End nginx.' } as const;
  expect(() => publishedPage(asked, [{ ...web, problem }])).toThrow('Port 8080 is taken.');
});
