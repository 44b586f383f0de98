import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { expect, it } from 'vitest';
import { makeAuthority, makeKey, makeLeaf } from './make-certificate.ts';

const now = Date.now();
const authority = makeAuthority('Slipway test', now);
const key = makeKey();

/** Whether TLS takes a server by that certificate, asked for by that name: what OpenSSL says. */
async function accepts(certificate: string, name: string): Promise<string> {
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = createServer({ key: pem, cert: certificate }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({
    ...{ port, host: '127.0.0.1', servername: name, ca: authority.certificate.toString() },
  });
  try {
    await once(client, 'secureConnect');
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

it('makes an authority that is one, for ten years, and for certificates of servers alone', () => {
  const { certificate } = authority;
  expect(certificate.ca).toBe(true);
  expect(certificate.subject).toBe('CN=Slipway test');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(authority.key)).toBe(true);
  expect(Date.parse(certificate.validTo) - now).toBeGreaterThan(3_650 * 86_400_000);
});

it('makes certificates for a week that the authority vouches for', async () => {
  const leaf = makeLeaf('web.slipway.localhost', key, authority, now);
  const parsed = new X509Certificate(leaf);
  expect(parsed.ca).toBe(false);
  expect(parsed.checkIssued(authority.certificate)).toBe(true);
  expect(Date.parse(parsed.validTo) - now).toBeLessThanOrEqual(7 * 86_400_000);
  expect(await accepts(leaf, 'web.slipway.localhost')).toBe('accepted');
  expect(await accepts(leaf, 'db.slipway.localhost')).toMatch('does not match certificate');
});

it('vouches for deep names, and for the suffix itself', async () => {
  for (const name of ['api.shop.slipway.localhost', 'slipway.localhost'])
    expect(await accepts(makeLeaf(name, key, authority, now), name)).toBe('accepted');
});

it.each(['example.com', 'evil-slipway.localhost', 'localhost', 'slipway.localhost.example.com'])(
  'is not believed about %s, whoever gets hold of its key',
  async (name) => {
    expect(await accepts(makeLeaf(name, key, authority, now), name)).toBe('permitted subtree violation');
  },
);

it('gives each certificate a number of its own', () => {
  const serials = [1, 2, 3].map(() => new X509Certificate(makeLeaf('a', key, authority, now)).serialNumber);
  expect(new Set(serials).size).toBe(3);
});
