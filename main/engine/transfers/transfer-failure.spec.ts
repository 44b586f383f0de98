import { expect, test } from 'vitest';
import { errorInAnswer } from '../connection.ts';
import { registryOf, registryReason, transferFailure } from './transfer-failure.ts';

const doing = 'pull shop/web:2';
const said = (words: string, name = 'Docker Hub') =>
  transferFailure(doing, { kind: 'registry', name }, errorInAnswer({ doing }, words));

test.each([
  [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.2.3:53: no such host',
    'Docker Hub cannot be found in the network',
    'Check the network',
  ],
  [
    'Get "http://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused',
    'cannot be reached',
    'whether the registry is up',
  ],
  [
    'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'cannot be reached',
    'Check the network',
  ],
  [
    'manifest for 127.0.0.1:5000/web:9 not found: manifest unknown: manifest unknown',
    'no such image',
    'the tag',
  ],
  [
    "pull access denied for shop/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'no such image, or it is private',
    '`slipway docker login`',
  ],
  ['no basic auth credentials', 'asks for a log-in', '`slipway docker login`'],
  ['unauthorized: authentication required', 'asks for a log-in', '`slipway docker login`'],
  ['toomanyrequests: You have reached your pull rate limit.', 'no more images for now', 'try again later'],
  ['http: server gave HTTP response to HTTPS client', 'does not encrypt', '127.0.0.1'],
  ['tls: failed to verify certificate: x509: certificate signed by unknown authority', 'certificate', ''],
  ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'processor', 'another tag'],
  ['write /var/lib/docker/tmp/x: no space left on device', 'disk is full', 'Free space'],
  ['filesystem layer verification failed for digest sha256:ab', 'does not fit its digest', 'damaged'],
  ['image config verification failed for digest sha256:ab', 'does not fit its digest', 'damaged'],
  ['failed commit on ref "layer": unexpected commit digest sha256:ab, expected sha256:cd', 'digest', 'anew'],
  [
    'Patch "http://127.0.0.1:5000/v2/web/blobs/uploads/1": write tcp 127.0.0.1:4->127.0.0.1:5000: write: broken pipe',
    'the connection to Docker Hub broke off',
    'is kept',
  ],
  [
    'Patch "http://127.0.0.1:5000/v2/web/blobs/uploads/1": read tcp 127.0.0.1:4->127.0.0.1:5000: read: connection reset by peer',
    'the connection to Docker Hub broke off',
    'is kept',
  ],
  ['Patch "http://127.0.0.1:5000/v2/web/blobs/uploads/1": EOF', 'broke off', 'is kept'],
])('puts %j into plain words', (words, message, hint) => {
  const failure = said(words);
  expect(failure.message).toContain(`Could not ${doing}: `);
  expect(failure.message).toContain(message);
  expect(failure.message).not.toContain('dial tcp');
  expect(failure.hint).toContain(hint);
  expect(failure.detail).toBe(words);
});

test.each([
  ['archive/tar: invalid tar header', 'not an archive of this kind', 'is loaded'],
  ['unexpected EOF', 'not an archive of this kind', 'is loaded'],
  ['write /var/lib/docker/tmp/x: no space left on device', 'disk is full', 'Free space'],
])('puts %j of a file into plain words', (words, message, hint) => {
  const failure = transferFailure(doing, { kind: 'file' }, errorInAnswer({ doing }, words));
  expect(failure.message).toContain(message);
  expect(failure.hint).toContain(hint);
});

test('does not take what is missing in a container for an archive that is broken', () => {
  const words = 'lstat /var/lib/docker/x: no such file or directory';
  const failure = transferFailure(doing, { kind: 'target' }, errorInAnswer({ doing }, words));
  expect(failure.message).toBe(`Could not ${doing}: ${words}`);
});

test('does not ask for a log-in at a file', () => {
  const words = 'open /x: permission denied';
  const failure = transferFailure(doing, { kind: 'file' }, errorInAnswer({ doing }, words));
  expect(failure.message).toBe(`Could not ${doing}: ${words}`);
});

test('does not take a pull that broke off for a broken file', () => {
  expect(said('unexpected EOF').message).toContain('the connection to Docker Hub broke off');
});

test('names the registry to log in at', () => {
  expect(said('no basic auth credentials', 'registry.example.org').hint).toContain(
    '`slipway docker login registry.example.org`',
  );
});

test('leaves words that are not known as they are', () => {
  expect(said('the moon is full').message).toBe(`Could not ${doing}: the moon is full`);
});

test('says that the engine is away when it is', () => {
  const failure = transferFailure(
    doing,
    registryOf('nginx'),
    Object.assign(new Error('aborted'), { code: 'ECONNRESET' }),
  );
  expect(failure.code).toBe('engine-unreachable');
});

test('calls Docker Hub by its name', () => {
  expect(registryOf('nginx:1.29')).toEqual({ kind: 'registry', name: 'Docker Hub' });
  expect(registryOf('127.0.0.1:5000/web')).toEqual({ kind: 'registry', name: '127.0.0.1:5000' });
});

test('tells others of a registry’s reason, and nothing of what is none', () => {
  expect(registryReason('manifest unknown', 'harbour.example')?.words).toBe(
    'harbour.example has no such image',
  );
  expect(registryReason('the moon is full', 'harbour.example')).toBeUndefined();
});
