import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  chooseDebianMirror,
  parseDeb822Sources,
  parseOneLineSources,
  readDebianMirror,
} from './apt-sources.mjs';

describe('parseDeb822Sources', () => {
  it('reads fields across comments, and key blocks on lines of their own', () => {
    const text = [
      'Types: deb deb-src',
      '# a comment between fields',
      'URIs: http://mirror.example/debian',
      'Suites: bookworm bookworm-updates',
      'Components: main contrib',
      'Signed-By:',
      ' -----BEGIN PGP PUBLIC KEY BLOCK-----',
      ' .',
      ' abc',
      '',
      'Types: deb-src',
      'URIs: http://mirror.example/debian',
      'Suites: bookworm',
      'Components: main',
    ].join('\n');
    expect(parseDeb822Sources(text)).toEqual([
      {
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main', 'contrib'],
        signedBy: '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc',
      },
    ]);
  });

  it('leaves out disabled entries', () => {
    const text = 'Types: deb\nURIs: http://mirror.example/d\nSuites: sid\nComponents: main\nEnabled: no\n';
    expect(parseDeb822Sources(text)).toEqual([]);
  });
});

describe('parseOneLineSources', () => {
  it('reads options, and leaves out comments and source packages', () => {
    const text = [
      '# deb http://old.example/debian bookworm main',
      'deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm main contrib # here',
      'deb-src http://mirror.example/debian bookworm main',
    ].join('\n');
    expect(parseOneLineSources(text)).toEqual([
      {
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        signedBy: '/usr/share/keyrings/k.gpg',
      },
    ]);
  });
});

describe('chooseDebianMirror', () => {
  const vendor = parseOneLineSources('deb http://vendor.example/apt tool-bookworm main');
  const security = parseOneLineSources('deb http://mirror.example/security bookworm-security main');
  const debian = parseOneLineSources('deb [signed-by=/k.gpg] http://mirror.example/debian bookworm main');

  it('passes over vendors and the security archive', () => {
    expect(chooseDebianMirror([...vendor, ...security, ...debian], 'bookworm')).toEqual({
      uri: 'http://mirror.example/debian',
      signedBy: '/k.gpg',
      securityUri: 'http://mirror.example/security',
    });
  });

  it('finds none when only vendors and the security archive are there', () => {
    expect(chooseDebianMirror([...vendor, ...security], 'bookworm')).toBeNull();
  });
});

describe('readDebianMirror', () => {
  let etc = '';
  beforeEach(async () => {
    etc = await mkdtemp(join(tmpdir(), 'slipway-etc-'));
    await mkdir(join(etc, 'apt/sources.list.d'), { recursive: true });
    await writeFile(join(etc, 'os-release'), 'ID=debian\nVERSION_CODENAME=trixie\n');
  });
  afterEach(() => rm(etc, { recursive: true }));

  it('looks in both kinds of file', async () => {
    await writeFile(join(etc, 'apt/sources.list'), 'deb http://old.example/debian bookworm main\n');
    await writeFile(
      join(etc, 'apt/sources.list.d/debian.sources'),
      'Types: deb\nURIs: http://mirror.example/debian\nSuites: trixie\nComponents: main\n',
    );
    await expect(readDebianMirror({ etc })).resolves.toMatchObject({ uri: 'http://mirror.example/debian' });
  });

  it('says what it looked for, and what to do, when there is none', async () => {
    await expect(readDebianMirror({ etc })).rejects.toThrow(
      /suite "trixie", component main.*sources\.list\.d/,
    );
  });
});
