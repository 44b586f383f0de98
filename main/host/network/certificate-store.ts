import { readFile, stat } from 'node:fs/promises';
import { type Failure, toFailure } from '../../contract/errors.ts';
import { isMissing } from '../../util/file-errors.ts';
import type { AskSystem } from './ask-system.ts';

/** The text of this computer's store of trusted certificates, and from where. */
export interface CertificateStore {
  readonly text: string;
  /** For a sentence; null where there is none. */
  readonly source: string | null;
  readonly problems: readonly Failure[];
}

/** Where Linux distributions keep all that they trust in one file: Debian and Alpine, Fedora, SUSE. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
];

/** No store of certificates is larger; what is, is something else. In bytes. */
const mostStoreBytes = 16 * 1_048_576;

/** What administrators and companies add; what macOS brings itself lies elsewhere, and the guest has its like. */
const keychain = '/Library/Keychains/System.keychain';

/** Prints each certificate in PEM form: the roots that the machine and the user trust. */
const exportRoots = [
  String.raw`Get-ChildItem Cert:\LocalMachine\Root, Cert:\CurrentUser\Root | ForEach-Object {`,
  "'-----BEGIN CERTIFICATE-----';",
  "[Convert]::ToBase64String($_.RawData, 'InsertLineBreaks');",
  "'-----END CERTIFICATE-----' }",
].join(' ');

/** The computer whose store is read. `bundles` is for specs. */
export interface CertificatePlace {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly ask: AskSystem;
  readonly bundles?: readonly string[];
}

/**
 * Reads the store. The file that SSL_CERT_FILE of the environment names comes before that of the system, as it does for
 * OpenSSL and Go. Never rejects: what cannot be read is told.
 */
export async function readCertificateStore(place: CertificatePlace): Promise<CertificateStore> {
  const named = place.environment.SSL_CERT_FILE || undefined;
  const problems: Failure[] = [];
  const text = named === undefined ? undefined : await readBundle(named, problems, true);
  if (text !== undefined) return { text, source: `${named} (SSL_CERT_FILE)`, problems };
  return { ...(await readSystemStore(place, problems)), problems };
}

async function readSystemStore(
  { platform, ask, bundles: paths = bundles }: CertificatePlace,
  problems: Failure[],
): Promise<Pick<CertificateStore, 'text' | 'source'>> {
  switch (platform) {
    case 'darwin':
      return asked(await ask('security', ['find-certificate', '-a', '-p', keychain]), keychain);
    case 'win32':
      return asked(
        await ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', exportRoots]),
        'the Root stores of Windows',
      );
    default:
      for (const path of paths) {
        const text = await readBundle(path, problems, false);
        if (text !== undefined) return { text, source: path };
      }
      return { text: '', source: null };
  }
}

function asked(output: string | undefined, source: string): Pick<CertificateStore, 'text' | 'source'> {
  return output === undefined ? { text: '', source: null } : { text: output, source };
}

/** Undefined for what is not there or cannot be read, which is told; the first need not be there unless it was `named`. */
async function readBundle(path: string, problems: Failure[], named: boolean): Promise<string | undefined> {
  try {
    // A folder or a device is not read: who names one by mistake is told.
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is not a file');
    if (found.size > mostStoreBytes) throw new Error('it is too large for a store of certificates');
    return await readFile(path, 'latin1');
  } catch (error) {
    if (named || !isMissing(error)) problems.push(unreadable(path, error));
    return undefined;
  }
}

function unreadable(path: string, error: unknown): Failure {
  return {
    code: 'certificates-unusable',
    message: `The certificates of this computer in ${path} cannot be read: ${toFailure(error).message.replace(/\.$/, '')}.`,
    hint: 'Mend that file, or `slipway settings set network.hostCertificates false`.',
  };
}
