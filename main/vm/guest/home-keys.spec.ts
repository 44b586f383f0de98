import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { prepareHome } from '../../home/prepare-home.ts';
import { loadKeys } from '../keys.ts';

let folder: string;
let paths: ReturnType<typeof homePaths>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  paths = homePaths(folder);
  await prepareHome(paths);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function parse(key: string | Buffer) {
  const parsed = utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return Array.isArray(parsed) ? parsed[0] : parsed;
}

describe('loadKeys', () => {
  it('makes a private key that an SSH library reads, matching what the guest is told', async () => {
    // Many, since the padding of OpenSSH's form depends on the content.
    for (let turn = 0; turn < 10; turn += 1) {
      await rm(paths.clientKey, { force: true });
      const { client } = await loadKeys(paths);
      const secret = parse(client.privatePem);
      const open = parse(client.authorizedLine);
      expect(secret?.type).toBe('ssh-ed25519');
      expect(secret?.isPrivateKey()).toBe(true);
      const data = Buffer.from('message');
      const signature = secret?.sign(data) as Buffer;
      expect(open?.verify(data, signature)).toBe(true);
      expect(open?.verify(Buffer.from('another'), signature)).toBe(false);
    }
  });

  it('makes a host key in dropbear’s form whose two halves belong together', async () => {
    const { guest } = await loadKeys(paths);
    const readString = (bytes: Buffer, at: number) => bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at));
    expect(readString(guest.dropbear, 0).toString()).toBe('ssh-ed25519');
    const halves = readString(guest.dropbear, 15);
    expect(halves).toHaveLength(64);
    expect(guest.dropbear).toHaveLength(15 + 4 + 64);
    expect(readString(guest.publicBlob, 15)).toEqual(halves.subarray(32));
    const pinned = parse(`ssh-ed25519 ${guest.publicBlob.toString('base64')}`);
    expect(pinned?.getPublicSSH()).toEqual(guest.publicBlob);
    // PKCS#8 of an ed25519 seed (RFC 8410): a fixed head, then the seed.
    const head = Buffer.from('302e020100300506032b657004220420', 'hex');
    const pkcs8 = Buffer.concat([head, halves.subarray(0, 32)]);
    const derived = createPublicKey({ key: pkcs8, format: 'der', type: 'pkcs8' } as never);
    expect(Buffer.from(derived.export({ format: 'jwk' }).x ?? '', 'base64url')).toEqual(halves.subarray(32));
  });

  it('gives the same keys each time, different ones for guest and client, for the owner alone', async () => {
    const [first, second] = [await loadKeys(paths), await loadKeys(paths)];
    expect(second).toEqual(first);
    expect(first.client.authorizedLine).not.toContain(first.guest.publicBlob.toString('base64'));
    for (const path of [paths.clientKey, paths.hostKey]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'AAAA', 'not base64 at all!'])('refuses a damaged key file (%j), naming it', async (text) => {
    await writeFile(paths.hostKey, text);
    await expect(loadKeys(paths)).rejects.toMatchObject({
      message: expect.stringContaining(paths.hostKey),
      hint: expect.stringContaining('Remove it'),
    });
  });
});
