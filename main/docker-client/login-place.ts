import { findProgram } from '../util/find-program.ts';
import type { KeychainFault } from './check-keychain.ts';
import type { ClientConfig } from './client-config.ts';

/** Where docker is to keep a login. */
export type LoginPlace =
  /** Where its configuration says, or in the helper on PATH that it takes by itself. */
  | { readonly kind: 'chosen' }
  | { readonly kind: 'keychain' }
  /** In its configuration. */
  | ({ readonly kind: 'file' } & KeychainFault);

/** What the place of a login depends on. */
export interface LoginSurroundings {
  readonly config: ClientConfig;
  /** As docker has it, without the bundled helper. */
  readonly path: string;
  readonly platform: NodeJS.Platform;
  /** Whether there is a bundled helper. */
  readonly isBundled: boolean;
  readonly checkKeychain: () => Promise<KeychainFault | undefined>;
}

/**
 * Where docker is to keep a login: in the keychain if it works and the user has chosen nothing else. The keychain is asked only
 * where that depends on it.
 */
export async function findLoginPlace(surroundings: LoginSurroundings): Promise<LoginPlace> {
  const { config, path, platform, isBundled, checkKeychain } = surroundings;
  if (typeof config.credsStore === 'string') return { kind: 'chosen' };
  if (hasEntries(config.credHelpers)) return { kind: 'chosen' };
  if (keepsLogins(config))
    return {
      kind: 'file',
      why: 'that file holds log-ins already, and docker reads all of them from one place',
      hint: 'Log out of each registry with `slipway docker logout REGISTRY`, and log in again.',
    };
  const usual = await usualHelper(platform, path);
  if ((await findProgram(usual, path)) !== undefined) return { kind: 'chosen' };
  if (!isBundled)
    return {
      kind: 'file',
      why: `there is no ${usual} on PATH`,
      hint: 'Install it, log out, and log in again.',
    };
  const fault = await checkKeychain();
  return fault === undefined ? { kind: 'keychain' } : { kind: 'file', ...fault };
}

/** Whether a configuration holds the secret of a login itself. */
export function keepsLogins({ auths }: ClientConfig): boolean {
  if (!hasEntries(auths)) return false;
  return Object.values(auths).some((entry) => {
    const { auth, identitytoken } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    return Boolean(auth) || Boolean(identitytoken);
  });
}

/** The helper that docker looks for by itself. */
async function usualHelper(platform: NodeJS.Platform, path: string): Promise<string> {
  if (platform === 'darwin') return 'docker-credential-osxkeychain';
  if (platform === 'win32') return 'docker-credential-wincred.exe';
  const hasPass = (await findProgram('pass', path)) !== undefined;
  return `docker-credential-${hasPass ? 'pass' : 'secretservice'}`;
}

function hasEntries(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
