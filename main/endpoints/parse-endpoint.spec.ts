import { describe, expect, it } from 'vitest';
import { parseEndpoint, withoutPassword } from './parse-endpoint.ts';

const files = { ca: '/ca.pem', cert: null, key: null };

describe('parseEndpoint', () => {
  it.each([
    ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
    ['unix:///a b/docker.sock', { kind: 'socket', path: '/a b/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '\\\\.\\pipe\\docker_engine' }],
    ['ssh://build', { kind: 'ssh', host: 'build', user: null, port: null, socket: null }],
    [
      'ssh://ann@build.example:2222/run/user/1000/docker.sock',
      { kind: 'ssh', host: 'build.example', user: 'ann', port: 2222, socket: '/run/user/1000/docker.sock' },
    ],
    ['ssh://[2001:db8::1]:22/', { kind: 'ssh', host: '2001:db8::1', user: null, port: 22, socket: null }],
    ['tcp://127.0.0.1:2375', { kind: 'tcp', host: '127.0.0.1', port: 2375 }],
    ['tcp://localhost', { kind: 'tcp', host: 'localhost', port: 2375 }],
    ['tcp://[::1]:4000', { kind: 'tcp', host: '::1', port: 4000 }],
  ])('reads %s', (text, endpoint) => {
    expect(parseEndpoint(text, null)).toEqual(endpoint);
  });

  it('reads tcp with TLS, by its usual port', () => {
    expect(parseEndpoint('tcp://build.example', files)).toEqual({
      ...{ kind: 'tls', host: 'build.example', port: 2376, files },
    });
  });

  it.each([
    ['tcp://build.example:2375', 'without TLS everybody'],
    ['tcp://127.0.0.1.example:2375', 'without TLS everybody'],
    ['tcp://0.0.0.0:2375', 'without TLS everybody'],
    ['tcp://ann@localhost', 'nothing else'],
    ['unix://docker.sock', 'begins with /'],
    ['ssh://ann:secret@build', 'password'],
    ['ssh://-oProxyCommand=reboot', 'no host'],
    ['ssh://-l@build', 'user'],
    ['ssh://%zz@build', 'user'],
    ['ssh://ann%20bea@build', 'user'],
    ['ssh://build/run/docker.sock;reboot', 'path'],
    ['ssh://build?x=1', 'behind its path'],
    ['ssh://build:99999', 'no address'],
    ['ssh://', 'no address|no host'],
    ['http://build', 'no kind'],
    ['build', 'no kind'],
    ['', 'no kind'],
  ])('refuses %j', (text, why) => {
    expect(() => parseEndpoint(text, null)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(why) }),
    );
  });

  it.each(['ssh://ann:s3cret@build', 'tcp://ann:s3@cret@build', 'http://ann:s3/cret@build'])(
    'shows no password when it refuses %j',
    (text) => {
      expect(() => parseEndpoint(text, null)).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/s3|cret/) }),
      );
    },
  );

  it.each(['unix:///run/a:b@c.sock', 'ssh://ann@build:22', 'build', 'tcp://[::1]:4000'])(
    'shows %j as it is',
    (text) => expect(withoutPassword(text)).toBe(text),
  );

  it('refuses half a certificate, and files where they do nothing', () => {
    expect(() => parseEndpoint('tcp://build', { ...files, cert: '/c' })).toThrow('go together');
    expect(() => parseEndpoint('ssh://build', files)).toThrow('for tcp:// alone');
  });
});
