import { utils } from 'ssh2';

/**
 * A new ed25519 pair in OpenSSH's form.
 *
 * One pair of about 250 that ssh2 makes is unusable, and it then refuses to read its own: it strips the public
 * half's leading zero bytes, which for this algorithm belong to the key.
 */
export function sshKeyPair(): { readonly private: string; readonly public: string } {
  let pair = utils.generateKeyPairSync('ed25519');
  while (utils.parseKey(pair.public) instanceof Error) pair = utils.generateKeyPairSync('ed25519');
  return pair;
}
