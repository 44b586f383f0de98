import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CertificatePlace } from './certificate-store.ts';
import { authorityOne, authorityTwo } from './fakes/certificates.ts';
import { findCertificates } from './find-certificates.ts';

const now = Date.parse('2026-06-01T00:00:00Z');
const none = new Set<string>();
let folder: string;
let place: CertificatePlace;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-certificates-'));
  const bundles = ['debian.crt', 'fedora.crt'].map((name) => join(folder, name));
  place = { platform: 'linux', environment: {}, ask: async () => undefined, bundles };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the certificates of a computer', () => {
  it('are none where there is no store, and nothing is wrong with that', async () => {
    expect(await findCertificates(place, none, now)).toMatchObject({ count: 0, source: null, problems: [] });
  });

  it('are those of the first bundle that is there', async () => {
    await writeFile(join(folder, 'fedora.crt'), authorityOne);
    expect(await findCertificates(place, none, now)).toMatchObject({
      pem: authorityOne,
      source: join(folder, 'fedora.crt'),
    });
  });

  it('are those of SSL_CERT_FILE before the system’s', async () => {
    await writeFile(join(folder, 'debian.crt'), authorityOne);
    await writeFile(join(folder, 'own.pem'), authorityTwo);
    const environment = { SSL_CERT_FILE: join(folder, 'own.pem') };
    expect(await findCertificates({ ...place, environment }, none, now)).toMatchObject({ pem: authorityTwo });
  });

  it('are the system’s when SSL_CERT_FILE cannot be read, which is said', async () => {
    await writeFile(join(folder, 'debian.crt'), authorityOne);
    for (const path of [join(folder, 'missing.pem'), folder]) {
      const found = await findCertificates({ ...place, environment: { SSL_CERT_FILE: path } }, none, now);
      expect(found).toMatchObject({
        pem: authorityOne,
        problems: [{ code: 'certificates-unusable', message: expect.stringContaining(path) }],
      });
    }
  });

  it('are those that are whole, and what is broken is said', async () => {
    await writeFile(join(folder, 'debian.crt'), `-----BEGIN CERTIFICATE-----\nAAAA\n${authorityOne}`);
    expect(await findCertificates(place, none, now)).toMatchObject({
      pem: authorityOne,
      problems: [{ code: 'certificates-unusable', message: expect.stringContaining('A certificate in ') }],
    });
  });

  it('are looked for further when a bundle cannot be read', async () => {
    await mkdir(join(folder, 'debian.crt'));
    await writeFile(join(folder, 'fedora.crt'), authorityOne);
    expect(await findCertificates(place, none, now)).toMatchObject({ count: 1, problems: [{}] });
  });

  it.each([
    ['darwin', 'security'],
    ['win32', 'powershell.exe'],
  ] as const)('on %s are asked of %s', async (platform, program) => {
    const ask = async (name: string) =>
      name === program ? authorityOne.replaceAll('\n', '\r\n') : undefined;
    expect(await findCertificates({ ...place, platform, ask }, none, now)).toMatchObject({
      pem: authorityOne,
    });
    const silent = { ...place, platform, ask: async () => undefined };
    expect(await findCertificates(silent, none, now)).toMatchObject({ count: 0, source: null, problems: [] });
  });
});
