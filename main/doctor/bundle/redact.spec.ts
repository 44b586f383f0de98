import { describe, expect, it } from 'vitest';
import { createRedactor, isSecretName, secretsOfLogins, secretsOfProxies } from './redact.ts';

const strike = (text: string, known: readonly string[] = []) => createRedactor(known).redact(text);

describe('by their form', () => {
  it.each([
    ['proxy http://ann:hunter2secret@proxy.example:3128/ is used', 'hunter2secret'],
    ['https://user:p%40ss%2Fhunter2@registry.example/v2/', 'hunter2'],
    ['http://ann:hunter2@x@proxy.example', 'hunter2'],
    ['Authorization: Basic aHVudGVyMjpodW50ZXIy', 'aHVudGVyMjpodW50ZXIy'],
    ['authorization: "Bearer aHVudGVyMg.x-y_z"', 'aHVudGVyMg'],
    ['X-Registry-Auth: eyJ1c2VybmFtZSI6ImFubiJ9', 'eyJ1c2VybmFtZSI6ImFubiJ9'],
    ['MYSQL_ROOT_PASSWORD=hunter2', 'hunter2'],
    ["DB_PASSWD='hunter2'", 'hunter2'],
    ['docker login --password hunter2 registry', 'hunter2'],
    ['docker login --password=hunter2 registry', 'hunter2'],
    ['{"username":"ann","password":"hunter2","x":1}', 'hunter2'],
    ['"{\\"identitytoken\\":\\"hunter2\\"}"', 'hunter2'],
    ['AWS_SECRET_ACCESS_KEY=hunter2', 'hunter2'],
    ['api-key: hunter2', 'hunter2'],
    [
      'docker swarm join --token SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr-8z4v0 10.0.0.1',
      '3pu6hszjas19xyp7',
    ],
    ['SWMKEY-1-hunter2/abc+def=', 'hunter2'],
    ['pulled with ghp_hunter2hunter2hunter2', 'hunter2'],
    ['dckr_pat_hunter2hunter2hunter2', 'hunter2'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2', 'hunter2'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n', 'hunter2'],
    ['-----BEGIN PRIVATE KEY-----\nhunter2 that was cut off', 'hunter2'],
    ['hunter2 whose beginning was cut off\n-----END RSA PRIVATE KEY-----', 'hunter2'],
    [`wake 1767225600.000 ${'1f'.repeat(64)} loaded`, '1f1f1f'],
  ])('strikes out what is secret in %j', (text, secret) => {
    const redactor = createRedactor([]);
    expect(redactor.redact(text)).not.toContain(secret);
    expect(redactor.count()).toBeGreaterThan(0);
  });

  it.each([
    'kernel: slipway: done ready',
    'container 3f4e8a1b9c0d2e3f4e8a1b9c0d2e3f4e8a1b9c0d2e3f4e8a1b9c0d2e3f4e8a1b started',
    `sha256:${'ab'.repeat(32)}`,
    'unix:///home/ann/.slipway/docker.sock',
    'https://registry.example/v2/library/debian?x=a@b',
    'mail to ann@example.com',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  ])('leaves %j as it is', (text) => {
    expect(strike(text)).toBe(text);
  });

  it('leaves what stands around', () => {
    expect(strike('a http://ann:x@host:1 b PASSWORD=x c')).toBe('a http://***@host:1 b PASSWORD=*** c');
    expect(strike('key -----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY----- after')).toBe(
      'key -----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY----- after',
    );
  });

  it('takes no longer than it must for a long line that nothing is in', () => {
    const line = `${'a.b-'.repeat(250_000)}${'x'.repeat(1_000_000)}`;
    expect(strike(line)).toBe(line);
  });
});

describe('what is known to be secret', () => {
  it('is struck out wherever it stands, the longer first, and nothing that is too short for it', () => {
    const redactor = createRedactor(['swordfish', 'swordfish-2', 'cat', '']);
    expect(redactor.redact('swordfish-2, my swordfish and my cat')).toBe('***, my *** and my cat');
    expect(redactor.count()).toBe(2);
  });

  it('is taken from proxies and log-ins, as they are written and as they are meant', () => {
    expect(
      secretsOfProxies(['http://ann:sword%40fish@proxy:3128', 'http://proxy:1', 'system', undefined]),
    ).toEqual(['sword%40fish', 'sword@fish']);
    const auth = Buffer.from('ann:swordfish').toString('base64');
    expect(secretsOfLogins({ auths: { 'r.example': { auth }, broken: null } })).toEqual([
      auth,
      'ann:swordfish',
      'swordfish',
    ]);
    expect(secretsOfLogins({ auths: 'x' })).toEqual([]);
  });
});

it('knows secrets by their names', () => {
  for (const name of ['password', 'DB_PASSWORD', 'joinToken', 'x-registry-auth'])
    expect(isSecretName(name)).toBe(true);
  for (const name of ['path', 'name', 'passive', 'state']) expect(isSecretName(name)).toBe(false);
});
