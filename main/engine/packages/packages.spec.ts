import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ImagePackage, ImagePackages } from '../../contract/engine/image-packages.ts';
import { parseOsRelease } from './os-release.ts';
import { packageUrl } from './package-url.ts';
import { parseApkInstalled } from './parse-apk.ts';
import { parseDpkgStatus } from './parse-dpkg.ts';
import { cyclonedxDocument } from './write-cyclonedx.ts';
import { isExpression, spdxDocument } from './write-spdx.ts';

const dpkg = `Package: bash
Essential: yes
Status: install ok installed
Priority: required
Maintainer: Matthias Klose <doko@debian.org>
Architecture: amd64
Version: 5.2.37-2+b5
Description: GNU Bourne Again SHell
 Package: not-one
 .
 Bash is an sh-compatible command language interpreter.

Package: libgcc-s1
Status: install ok installed
Architecture: amd64
Source: gcc-14 (14.2.0-19)
Version: 14.2.0-19

Package: nano
Status: deinstall ok config-files
Architecture: amd64
Version: 8.4-1
`;

const apk = `C:Q1p78yvTLG094tHE1+dToJGbmYzQE=
P:musl-utils
V:1.2.5-r10
A:x86_64
S:36697
T:the musl c library (libc) implementation
L:MIT AND BSD-2-Clause AND GPL-2.0-or-later
o:musl
m:Natanael Copa <ncopa@alpinelinux.org>
F:sbin
R:ldconfig
a:0:0:755
Z:Q1Kja2+POZKxEkUOZqwSjC6kmaED4=

P:busybox
V:1.37.0-r12
A:x86_64
L:GPL-2.0-only
o:busybox

C:broken
`;

const debian = { id: 'debian', version: '13', title: 'Debian GNU/Linux 13 (trixie)' };

const bash: ImagePackage = {
  ...{ kind: 'deb', name: 'bash', version: '5.2.37-2+b5', architecture: 'amd64' },
  ...{ licence: '', source: '' },
};

test('reads what dpkg has installed', () => {
  expect(parseDpkgStatus(dpkg)).toEqual([
    bash,
    { ...bash, name: 'libgcc-s1', version: '14.2.0-19', source: 'gcc-14' },
  ]);
});

test('reads a package of an image without dpkg', () => {
  const text = 'Package: tzdata\nVersion: 2025b-4\nArchitecture: all\nDescription: time zones\n';
  expect(parseDpkgStatus(text)).toMatchObject([{ name: 'tzdata', version: '2025b-4' }]);
});

test('reads what apk has installed, with licences', () => {
  expect(parseApkInstalled(apk)).toEqual([
    {
      ...{ kind: 'apk', name: 'musl-utils', version: '1.2.5-r10', architecture: 'x86_64' },
      ...{ licence: 'MIT AND BSD-2-Clause AND GPL-2.0-or-later', source: 'musl' },
    },
    {
      ...{ kind: 'apk', name: 'busybox', version: '1.37.0-r12', architecture: 'x86_64' },
      ...{ licence: 'GPL-2.0-only', source: '' },
    },
  ]);
});

test('finds nothing in what is no database', () => {
  expect(parseDpkgStatus('')).toEqual([]);
  expect(parseApkInstalled('\n\n\u0000\u0001')).toEqual([]);
});

test('reads what an image says that it is', () => {
  const text = '# by hand\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\nVERSION_ID="13"\n';
  expect(parseOsRelease(text)).toEqual(debian);
  expect(parseOsRelease("ID='odd'\n")).toEqual({ id: 'odd', version: '', title: 'odd' });
  expect(parseOsRelease('NAME=nobody')).toBeNull();
});

const many = ' '.repeat(100_000);

// Texts over which a careless expression takes seconds for a hundred thousand characters.
test.each([
  ['os-release', () => parseOsRelease(`A=${many}x\nID=odd\n`)],
  ['os-release of odd ends', () => parseOsRelease(`A=${many}\u2028x\nID=odd\n`)],
  ['a field of dpkg', () => parseDpkgStatus(`Package:${many}\u2028x\nVersion: 1\n`)],
  ['a source of dpkg', () => parseDpkgStatus(`Package: a\nVersion: 1\nSource: x${many}\u2028x\n`)],
  ['empty lines of dpkg', () => parseDpkgStatus(`Package: a\n${many}x\n${'\n '.repeat(100_000)}x`)],
  ['empty lines of apk', () => parseApkInstalled(`P:a\n${many}x\n${'\n '.repeat(100_000)}x`)],
])('reads %s in a time that grows with its length alone', (_, read) => {
  const began = performance.now();
  read();
  expect(performance.now() - began).toBeLessThan(500);
});

test('names a package in all the world', () => {
  expect(packageUrl(bash, debian)).toBe('pkg:deb/debian/bash@5.2.37-2%2Bb5?arch=amd64&distro=debian-13');
  expect(packageUrl({ ...bash, version: '1:2', source: 'b s' }, null)).toBe(
    'pkg:deb/debian/bash@1:2?arch=amd64&upstream=b%20s',
  );
});

test.each([
  ['MIT', true],
  ['GPL-2.0-only WITH Classpath-exception-2.0', true],
  ['(MIT OR Apache-2.0) AND BSD-3-Clause', true],
  ['GPL v2 or later, see COPYING', false],
  ['', false],
])('tells whether %j is an expression of SPDX', (text, is) => {
  expect(isExpression(text)).toBe(is);
});

const found: ImagePackages = {
  distribution: debian,
  packages: [
    ...parseDpkgStatus(dpkg),
    ...parseApkInstalled(apk),
    { ...bash, name: 'we<i>rd_name', licence: 'see COPYING' },
  ],
  read: [],
  unread: [],
};
const subject = { id: `sha256:${'a'.repeat(64)}`, name: 'shop/web:2', madeAt: 1_767_225_600_123 };

/** What SPDX 2.3 demands of a document in JSON (its schema's required fields, and the forms that it gives for them). */
const spdxId = z.string().regex(/^SPDXRef-[A-Za-z0-9.-]+$/);
const spdx = z.strictObject({
  spdxVersion: z.literal('SPDX-2.3'),
  dataLicense: z.literal('CC0-1.0'),
  SPDXID: z.literal('SPDXRef-DOCUMENT'),
  name: z.string().min(1),
  documentNamespace: z.url(),
  creationInfo: z.strictObject({
    created: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    creators: z.array(z.string().regex(/^(Tool|Person|Organization): ./)).min(1),
  }),
  packages: z.array(
    z.looseObject({
      SPDXID: spdxId,
      name: z.string().min(1),
      downloadLocation: z.string().min(1),
      filesAnalyzed: z.literal(false),
    }),
  ),
  relationships: z.array(
    z.strictObject({
      spdxElementId: spdxId,
      relationshipType: z.enum(['DESCRIBES', 'CONTAINS']),
      relatedSpdxElement: spdxId,
    }),
  ),
});

test('writes what SPDX 2.3 demands', () => {
  const document = spdx.parse(JSON.parse(JSON.stringify(spdxDocument(subject, found))));
  const ids = document.packages.map(({ SPDXID }) => SPDXID);
  expect(new Set(ids).size).toBe(found.packages.length + 1);
  for (const { relatedSpdxElement } of document.relationships) expect(ids).toContain(relatedSpdxElement);
  expect(document.creationInfo.created).toBe('2026-01-01T00:00:00Z');
  expect(document.packages[3]).toMatchObject({
    name: 'musl-utils',
    licenseDeclared: 'MIT AND BSD-2-Clause AND GPL-2.0-or-later',
  });
  expect(document.packages.at(-1)).toMatchObject({ licenseDeclared: 'NOASSERTION' });
});

/** What CycloneDX 1.6 demands of a document in JSON. */
const cyclonedx = z.strictObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  version: z.number().int().min(1),
  metadata: z.looseObject({
    timestamp: z.iso.datetime(),
    component: z.looseObject({ type: z.literal('container') }),
  }),
  components: z.array(
    z.strictObject({
      type: z.literal('library'),
      'bom-ref': z.string().min(1),
      name: z.string().min(1),
      version: z.string(),
      purl: z.string().regex(/^pkg:/),
      licenses: z
        .array(
          z.union([
            z.strictObject({ expression: z.string() }),
            z.strictObject({ license: z.strictObject({ name: z.string() }) }),
          ]),
        )
        .length(1)
        .optional(),
    }),
  ),
});

test('writes what CycloneDX 1.6 demands', () => {
  const document = cyclonedx.parse(JSON.parse(JSON.stringify(cyclonedxDocument(subject, found))));
  expect(new Set(document.components.map((component) => component['bom-ref'])).size).toBe(
    found.packages.length,
  );
  expect(document.components[0]).not.toHaveProperty('licenses');
  expect(document.components.at(-1)?.licenses).toEqual([{ license: { name: 'see COPYING' } }]);
});
