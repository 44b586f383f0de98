import { describe, expect, it } from 'vitest';
import { createRedactor, secretsOfLogins, secretsOfProxies } from './redact.ts';
import { isSecretName } from './secret-values.ts';

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
    ['SECRET_KEY=hunter2', 'hunter2'],
    ['SECRET_KEY_BASE=hunter2', 'hunter2'],
    ['docker login --password "hunter2" registry', 'hunter2'],
    ['args=["login","--password","hunter2"]', 'hunter2'],
    ['PASSPHRASE="correct horse battery"', 'horse'],
    ["DB_PASSWORD='hunter2 & more'", 'more'],
    ['PASSWORD="with \\" hunter2"', 'hunter2'],
    ['docker run -e "DB_PASSWORD=correct hunter2" db', 'hunter2'],
    ["docker run -e DB_PASSWORD=it's,hunter2 db", 'hunter2'],
    ['Authorization: Token hunter2hunter2', 'hunter2'],
    ['Authorization: Basic aHVu', 'aHVu'],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x/s3/aws4_request, SignedHeaders=host, Signature=hunter2',
      'hunter2',
    ],
    ['Proxy-Authorization: Digest username="ann", response="hunter2"', 'hunter2'],
    ['Cookie: a=b; session=hunter2', 'hunter2'],
    ['Set-Cookie: "a"; session=hunter2', 'hunter2'],
    ['map[Cookie:[a=b; session=hunter2] Host:[x]]', 'hunter2'],
    ['{"headers":{"Authorization":["Token hunter2"]}}', 'hunter2'],
    [`{"password":"it's hunter2"}`, 'hunter2'],
    ['{"log":"{\\"password\\":\\"with \\\\\\" hunter2\\"}"}', 'hunter2'],
    ['GET https://s3.example/layer?X-Amz-Signature=hunter2&x=1', 'hunter2'],
    ['GET https://blob.example/layer?se=1&sig=hunter2', 'hunter2'],
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

  it.each([
    ['PASSPHRASE="correct horse battery" next', 'PASSPHRASE="***" next'],
    ["DB_PASSWORD='hunter2 & more' next", "DB_PASSWORD='***' next"],
    ['login --password "hunter2" next', 'login --password "***" next'],
    [`{"password":"it's hunter2","x":1}`, '{"password":"***","x":1}'],
    ['{"password":"","x":"y"}', '{"password":"","x":"y"}'],
    ['["DB_PASSWORD=","X=y"]', '["DB_PASSWORD=","X=y"]'],
    ['["DB_PASSWORD=a b","X=y"]', '["DB_PASSWORD=***","X=y"]'],
    ['{"log":"PASSWORD=x","stream":"stdout"}', '{"log":"PASSWORD=***","stream":"stdout"}'],
    ['{"log":"{\\"token\\":\\"a b\\"}","x":1}', '{"log":"{\\"token\\":\\"***\\"}","x":1}'],
    ['curl -H "Authorization: Token x y" https://a', 'curl -H "Authorization: ***" https://a'],
    ["curl -H 'Cookie: a=b; c=d' https://a", "curl -H 'Cookie: ***' https://a"],
    ['{"log":"> Cookie: a=b; c=d","x":1}', '{"log":"> Cookie: ***","x":1}'],
    ['{"Authorization":"Token x y","x":1}', '{"Authorization":"***","x":1}'],
    ['Authorization: Token x y\nHost: a', 'Authorization: ***\nHost: a'],
    ['Cookie:\nHost: a', 'Cookie:\nHost: a'],
    ['PASSWORD="not closed\nHost: a', 'PASSWORD="***\nHost: a'],
  ])('leaves what stands around a value: %j', (text, left) => {
    expect(strike(text)).toBe(left);
  });

  it.each([
    `${'a.b-'.repeat(250_000)}${'x'.repeat(1_000_000)}`,
    ...['eyJhbGciOi-', '-----BEGIN ', 'a://b:', 'x-registry-', '\\', '"\\', "'\\"].map((part) =>
      part.repeat(1_000_000 / part.length),
    ),
  ])('takes no longer than it must for a long line that nothing is in: %#', (line) => {
    expect(strike(line)).toBe(line);
  });

  it.each([
    ...['password="', "password='", 'password=\\"', '"" password="x" ', '" password="x" ', "'token= "],
    ...['password:[', 'password:[x] ', '"password":"\\\\', '--password ', 'cookie:" ', '"cookie":"\\"'],
    ...[`${'password'.padEnd(1_000)}`, `password${'\\'.repeat(1_000)}`, `password=${'\\'.repeat(1_000)}"`],
    ...['Basic ', '-----BEGIN PRIVATE KEY-----', 'http://a@', 'secret_access_key_'],
  ])('takes no longer than it must for a long line that is made of one part: %#', (part) => {
    const line = part.repeat(Math.ceil(1_000_000 / part.length));
    expect(strike(line).length).toBeLessThan(3 * line.length);
  });

  it('counts what it strikes out and not what was struck out before', () => {
    const redactor = createRedactor([]);
    redactor.redact('http://***@proxy:1');
    redactor.redact('PASSWORD=*** TOKEN="***"');
    expect(redactor.count()).toBe(0);
    expect(redactor.redact('Cookie: ***; session=x')).toBe('Cookie: ***');
    expect(redactor.count()).toBe(1);
  });
});

it('strikes out all of what goes by the name of a secret, and counts it', () => {
  const redactor = createRedactor([]);
  expect(redactor.redactNamed('joinToken', 'a b')).toBe('***');
  expect(redactor.redactNamed('note', 'a PASSWORD=b')).toBe('a PASSWORD=***');
  expect(redactor.count()).toBe(2);
  expect(redactor.redactNamed('token', '')).toBe('');
  expect(redactor.redactNamed('token', '***')).toBe('***');
  expect(redactor.count()).toBe(2);
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
  for (const name of ['password', 'DB_PASSWORD', 'joinToken', 'x-registry-auth', 'SECRET_KEY_BASE'])
    expect(isSecretName(name)).toBe(true);
  for (const name of ['path', 'name', 'passive', 'state']) expect(isSecretName(name)).toBe(false);
});
