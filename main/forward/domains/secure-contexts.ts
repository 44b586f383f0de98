import type { KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority } from './make-certificate.ts';

/** Names that certificates are kept for; of more, the oldest is made again when it is asked for. */
const mostNames = 512;

/** Certificates of names, made when they are asked for, and in memory alone. */
export interface SecureContexts {
  /** What a server answers TLS with under a name. Rejects when the authority is not to be had. */
  of(name: string): Promise<SecureContext>;
}

/** Certificates that `authority` signs: loaded with the first one, and anew when that has failed. `now` in milliseconds since 1970. */
export function createSecureContexts(authority: () => Promise<Authority>, now: () => number): SecureContexts {
  const contexts = new Map<string, { readonly context: SecureContext; readonly until: number }>();
  let loading: Promise<Authority> | undefined;
  let key: KeyObject | undefined;

  const load = () => {
    loading ??= authority();
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    async of(name) {
      const known = contexts.get(name);
      if (known !== undefined && known.until > now()) return known.context;
      // Many never ask for one, and it is not small.
      const { leafLastsMs, makeKey, makeLeaf } = await import('./make-certificate.ts');
      const signer = await load();
      // One for all: it is in the memory of this process, as each of many would be.
      key ??= makeKey();
      const context = createSecureContext({
        key: key.export({ type: 'pkcs8', format: 'pem' }),
        cert: makeLeaf(name, key, signer, now()),
      });
      contexts.delete(name);
      // Half its life: whoever is connected keeps what it was given.
      contexts.set(name, { context, until: now() + leafLastsMs / 2 });
      const [oldest] = contexts.keys();
      if (contexts.size > mostNames && oldest !== undefined) contexts.delete(oldest);
      return context;
    },
  };
}
