import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chooseAuthorities, fingerprint } from './authorities.ts';
import { authorityOne, authorityTwo, noAuthority } from './fakes/certificates.ts';

const now = Date.parse('2026-06-01T00:00:00Z');
const none = new Set<string>();

it('a fingerprint is that of the certificate’s bytes, however it is written', () => {
  const bytes = new X509Certificate(authorityOne).raw;
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(fingerprint(authorityOne)).toBe(expected);
  expect(fingerprint(authorityOne.replaceAll('\n', '\r\n'))).toBe(expected);
});

describe('the authorities that are chosen', () => {
  it('are each once, and neither known ones nor others’ certificates', () => {
    const store = authorityOne + noAuthority + authorityTwo + authorityOne;
    expect(chooseAuthorities(store, none, now)).toEqual({
      ...{ pem: authorityOne + authorityTwo, count: 2, broken: 0, beyond: 0 },
    });
    const known = new Set([fingerprint(authorityOne)]);
    expect(chooseAuthorities(store, known, now).pem).toBe(authorityTwo);
  });

  it.each(['2019-12-31T00:00:00Z', '2120-01-02T00:00:00Z'])('are none that are not valid (%s)', (time) => {
    expect(chooseAuthorities(authorityOne, none, Date.parse(time))).toMatchObject({ count: 0, broken: 0 });
  });

  it('are all that are whole in a store that is broken, with a count of what is not', () => {
    const unended = authorityOne.replace(/-----END.*/, '');
    const damaged = authorityOne.replace(/M../, 'M!!');
    const empty = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n';
    const store = `\0not a store ${unended}${damaged}${empty}${authorityTwo}-----BEGIN CERTIFICATE-----`;
    expect(chooseAuthorities(store, none, now)).toMatchObject({ pem: authorityTwo, count: 1, broken: 4 });
  });

  it('bring nothing along of what stands around them', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
    const dressed = `# secret\n${key}${authorityOne.replaceAll('\n', '\r\n')}friendlyName: secret\n${key}`;
    expect(chooseAuthorities(dressed, none, now).pem).toBe(authorityOne);
  });

  it('are none in a text without certificates', () => {
    for (const text of ['', 'hello', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])
      expect(chooseAuthorities(text, none, now)).toEqual({ pem: '', count: 0, broken: 0, beyond: 0 });
  });
});
