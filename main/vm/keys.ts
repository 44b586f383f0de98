import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';

/** The secrets between host and guest: made once for each home, never leaving it. */
export interface HomeKeys {
  /** The host's key for logging in, in PKCS#8 PEM and as an `authorized_keys` line. */
  readonly client: { readonly privatePem: string; readonly authorizedLine: string };
  /** The guest's own key, in dropbear's format, and its public half as it appears on the wire, to pin. */
  readonly guest: { readonly dropbear: Buffer; readonly publicBlob: Buffer };
}

interface Ed25519 {
  readonly seed: Buffer;
  readonly publicKey: Buffer;
}

/** Reads the home's keys, making them when there are none. Throws when a file is damaged. */
export async function loadKeys(paths: HomePaths): Promise<HomeKeys> {
  const client = await loadKey(paths.clientKey);
  const guest = await loadKey(paths.hostKey);
  return {
    client: {
      privatePem: opensshPrivateKey(client),
      authorizedLine: `ssh-ed25519 ${publicBlob(client).toString('base64')} slipway`,
    },
    guest: {
      // dropbear's ed25519 key file: the algorithm's name, then seed and public half as one string.
      dropbear: Buffer.concat([
        sshString(Buffer.from('ssh-ed25519')),
        sshString(Buffer.concat([guest.seed, guest.publicKey])),
      ]),
      publicBlob: publicBlob(guest),
    },
  };
}

async function loadKey(path: string): Promise<Ed25519> {
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  if (text === undefined) return createKey(path);
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 64) {
    throw new SlipwayError({
      code: 'internal',
      message: `The key file ${path} is damaged.`,
      hint: 'Remove it and start again: a new key is made. Containers and volumes are not touched.',
    });
  }
  return { seed: bytes.subarray(0, 32), publicKey: bytes.subarray(32) };
}

async function createKey(path: string): Promise<Ed25519> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = privateKey.export({ format: 'jwk' });
  const seed = Buffer.from(jwk.d ?? '', 'base64url');
  const publicKey = Buffer.from(jwk.x ?? '', 'base64url');
  await writeFileAtomically(path, `${Buffer.concat([seed, publicKey]).toString('base64')}\n`);
  return { seed, publicKey };
}

function publicBlob(key: Ed25519): Buffer {
  return Buffer.concat([sshString(Buffer.from('ssh-ed25519')), sshString(key.publicKey)]);
}

/** A string of the SSH protocol (RFC 4251): its length in four bytes, then itself. */
function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The one private form that ssh2 reads for ed25519: OpenSSH's own (PROTOCOL.key), unencrypted. */
function opensshPrivateKey(key: Ed25519): string {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const none = sshString(Buffer.from('none'));
  const secret = Buffer.concat([
    word(0),
    word(0),
    publicBlob(key),
    sshString(Buffer.concat([key.seed, key.publicKey])),
    sshString(Buffer.from('slipway')),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    sshString(Buffer.alloc(0)),
    word(1),
    sshString(publicBlob(key)),
    sshString(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}
