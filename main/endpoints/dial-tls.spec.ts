import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer as createPlainServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createServer, type TlsOptions } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TlsFiles } from '../contract/engines.ts';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { makeAuthority, makeKey, makeLeaf } from '../forward/domains/make-certificate.ts';
import { never } from '../util/wait.ts';
import { createDialer } from './dialer.ts';
import { relayEngine } from './engine-relay.ts';
import {
  clientCertificate,
  clientKey,
  engineAuthority,
  engineCertificate,
  engineKey,
} from './fakes/engine-certificates.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { socketFailure } from './socket-failure.ts';
import { testEngine } from './test-engine.ts';

let folder: string;
let engine: EngineServer;
let servers: Server[];
let files: { readonly [Name in keyof TlsFiles]: string };

beforeEach(async () => {
  servers = [];
  folder = await mkdtemp(join(tmpdir(), 'slipway-tls-'));
  engine = await serveEngine((asked, response) => {
    response.setHeader('Api-Version', '1.51');
    response.end(asked.url === '/version' ? '{"Version":"28.5.2","ApiVersion":"1.51"}' : 'OK');
  });
  const put = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  files = {
    ca: await put('ca.pem', engineAuthority),
    cert: await put('cert.pem', clientCertificate),
    key: await put('key.pem', clientKey),
  };
});

afterEach(async () => {
  for (const server of servers) server.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** What stands in front of the engine's socket, as dockerd itself would with `--tlsverify`. */
function front(options: TlsOptions = {}): Promise<number> {
  const usual = { cert: engineCertificate, key: engineKey, ca: engineAuthority, allowHalfOpen: true };
  const server = createServer({ ...usual, requestCert: true, ...options }, (socket) => {
    const behind = connect({ path: engine.socketPath, allowHalfOpen: true });
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
    socket.pipe(behind);
    behind.pipe(socket);
  });
  return listen(server);
}

function test(port: number, tls: TlsFiles | null, host = 'localhost') {
  const entry = { name: 'build', endpoint: `tcp://${host}:${port}`, tls };
  const endpoint = parseEndpoint(entry.endpoint, tls);
  return testEngine(entry, endpoint, createDialer(endpoint, { folder }), never);
}

it('reaches an engine that shows a certificate and wants one', async () => {
  const port = await front();
  const found = await test(port, files);
  expect(found).toMatchObject({
    failed: null,
    answer: { version: '28.5.2', apiVersion: '1.51', connectMs: expect.any(Number) },
  });
  expect((await test(port, files, '127.0.0.1')).failed).toBeNull();
});

it('says that a certificate is not trusted', async () => {
  const port = await front();
  const { failed } = await test(port, { ...files, ca: null });
  expect(failed).toMatchObject({
    step: 'certificate',
    failure: { message: `localhost:${port} shows a certificate that is not trusted.` },
  });
});

it('trusts no other one for what the environment says', async () => {
  const usual = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    expect((await test(await front(), { ...files, ca: null })).failed).toMatchObject({ step: 'certificate' });
  } finally {
    if (usual === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = usual;
  }
});

it('says that a certificate is for another name', async () => {
  const authority = makeAuthority('Slipway test', Date.now());
  const key = makeKey();
  const cert = makeLeaf('web.slipway.localhost', key, authority, Date.now());
  const ca = join(folder, 'other.pem');
  await writeFile(ca, authority.certificate.toString());
  const port = await front({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }), requestCert: false });
  const { failed } = await test(port, { ca, cert: null, key: null });
  expect(failed).toMatchObject({
    step: 'certificate',
    failure: { message: expect.stringContaining('for another name') },
  });
});

it.each(['TLSv1.2', 'TLSv1.3'] as const)('says that a certificate is wanted (%s)', async (version) => {
  const port = await front({ maxVersion: version, rejectUnauthorized: true });
  const { failed } = await test(port, { ...files, cert: null, key: null });
  expect(failed).toMatchObject({
    step: 'login',
    failure: { message: expect.stringContaining('your certificate') },
  });
});

it('says that nothing listens there, and that the other side speaks no TLS', async () => {
  const port = await front();
  for (const server of servers) server.close();
  expect((await test(port, files)).failed).toMatchObject({
    step: 'connection',
    failure: { message: expect.stringContaining('refuses connections') },
  });
  const plain = await listen(createPlainServer((socket) => void socket.end('220 mail.example ESMTP\r\n')));
  expect((await test(plain, files)).failed).toMatchObject({ step: 'certificate' });
  expect((await test(plain, null)).failed).toMatchObject({
    step: 'engine',
    failure: { message: expect.stringContaining('not as a Docker engine') },
  });
});

it('says that what answers over HTTP is no engine', async () => {
  const other = await serveEngine((_, response) => void response.end('<html>'));
  const port = await listen(
    createPlainServer((socket) => void socket.pipe(connect(other.socketPath)).pipe(socket)),
  );
  expect((await test(port, null)).failed).toMatchObject({
    step: 'engine',
    failure: { message: expect.stringContaining('not as a Docker engine') },
  });
  await other.close();
});

it('says which file is missing, and which is none', async () => {
  const port = await front();
  expect((await test(port, { ...files, ca: '/nowhere/ca.pem' })).failed).toMatchObject({
    step: 'certificate',
    failure: { message: expect.stringContaining('/nowhere/ca.pem') },
  });
  await writeFile(files.key, 'no key');
  expect((await test(port, files)).failed).toMatchObject({ step: 'certificate' });
});

it.each([
  ['ENOTFOUND', 'address'],
  ['EAI_AGAIN', 'address'],
  ['EACCES', 'login'],
  ['EHOSTUNREACH', 'connection'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ESOMETHING', 'connection'],
])('knows at which step %s is met', (code, step) => {
  const failure = socketFailure('build:2376', Object.assign(new Error('no'), { code }));
  expect(failure).toMatchObject({ step, message: expect.stringContaining('build:2376') });
  expect(failure.hint).not.toBe('');
});

it('relays, and says that a certificate is wanted, which TLS 1.3 tells behind the handshake', async () => {
  const port = await front({ minVersion: 'TLSv1.3', rejectUnauthorized: true });
  const endpoint = parseEndpoint(`tcp://localhost:${port}`, { ...files, cert: null, key: null });
  const path = join(folder, 'engine.sock');
  const relay = await relayEngine(path, createDialer(endpoint, { folder }), `localhost:${port}`);
  const client = connect(path);
  client.write('GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n');
  await once(client.resume(), 'close');
  expect(relay.failure()).toMatchObject({
    step: 'login',
    message: expect.stringContaining('your certificate'),
  });
  await relay.close();
});

it('relays: what has said all is still answered, and much comes through', async () => {
  const echo = createServer({ cert: engineCertificate, key: engineKey, allowHalfOpen: true }, (socket) => {
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('end', () => socket.end(`heard ${bytes}`));
  });
  const port = await listen(echo);
  const endpoint = parseEndpoint(`tcp://localhost:${port}`, files);
  const relay = await relayEngine(join(folder, 'engine.sock'), createDialer(endpoint, { folder }), 'there');
  const client = connect({ path: join(folder, 'engine.sock'), allowHalfOpen: true });
  client.end(Buffer.alloc(3_000_000, 'x'));
  expect(await text(client)).toBe('heard 3000000');
  expect(relay.failure()).toBeUndefined();
  for (const server of servers) server.close();
  const late = connect(join(folder, 'engine.sock'));
  await once(late, 'close');
  expect(relay.failure()).toMatchObject({ step: 'connection' });
  await relay.close();
});
