import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { Authority } from '../forward/domains/make-certificate.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { whileFileLocked } from '../settings/file-lock.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';

/** What stores of certificates list a home's authority as, and call its file: other users' and other homes' lie beside it. */
export function authorityNames({ home }: Pick<HomePaths, 'home'>): {
  readonly title: string;
  readonly fileName: string;
} {
  const digits = createHash('sha256').update(resolve(home)).digest('hex').slice(0, 8);
  return { title: `Slipway containers (${digits})`, fileName: `slipway-containers-${digits}.crt` };
}

/**
 * The home's own authority for names of containers. It is made when there is none, or when it has expired: `now` in milliseconds
 * since 1970. Processes that ask at the same moment get the same one. Throws `file-unusable` for one that is damaged: it may be
 * trusted, and is not made anew behind its user's back.
 */
export async function loadAuthority(paths: HomePaths, now: number): Promise<Authority> {
  const known = await readAuthority(paths, now);
  if (known !== undefined) return known;
  await prepareHome(paths);
  return whileFileLocked(
    paths.authorityKey,
    async () => (await readAuthority(paths, now)) ?? createAuthority(paths, now),
  );
}

async function createAuthority(paths: HomePaths, now: number): Promise<Authority> {
  // Seldom wanted, and not small.
  const { makeAuthority } = await import('../forward/domains/make-certificate.ts');
  const authority = makeAuthority(authorityNames(paths).title, now);
  const key = authority.key.export({ type: 'pkcs8', format: 'pem' });
  // Both in one file: none is ever there without the other.
  await writeFileAtomically(paths.authorityKey, `${key}${authority.certificate}`);
  await writeFileAtomically(paths.authorityCertificate, authority.certificate.toString());
  return authority;
}

async function readAuthority(paths: HomePaths, now: number): Promise<Authority | undefined> {
  try {
    const text = await readFile(paths.authorityKey, 'utf8').catch(ignoreMissing);
    if (text === undefined) return undefined;
    const authority = { key: createPrivateKey(text), certificate: new X509Certificate(text) };
    if (!authority.certificate.checkPrivateKey(authority.key))
      throw new Error('its key is of another certificate');
    if (Date.parse(authority.certificate.validTo) <= now) return undefined;
    const shown = await readFile(paths.authorityCertificate, 'utf8').catch(() => undefined);
    const pem = authority.certificate.toString();
    if (shown !== pem) await writeFileAtomically(paths.authorityCertificate, pem);
    return authority;
  } catch (error) {
    throw new SlipwayError(
      {
        code: 'file-unusable',
        message: `The authority for names of containers in ${paths.authorityKey} cannot be used: ${refusalText(error)}.`,
        hint: '`slipway domains untrust`, then remove that file: another one is made, to be trusted anew.',
      },
      { cause: error },
    );
  }
}
