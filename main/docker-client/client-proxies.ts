import type { Proxies } from '../contract/proxies.ts';
import type { HomePaths } from '../home/paths.ts';
import { changeClientConfig } from './client-config.ts';
import { dockerHost } from './client-environment.ts';

/** What a container itself is, in a word that all programs know; networks (127.0.0.0/8) only some do. */
const itself = '127.0.0.1';

/**
 * Has the home's own docker client tell containers and builds of these proxies, as they reach them; null: of none. They stand
 * under this engine's address alone: what the user has written there for others, or as `default`, stays. Throws what
 * {@link changeClientConfig} throws.
 */
export async function keepClientProxies(paths: HomePaths, proxies: Proxies | null): Promise<void> {
  const isNone = proxies === null || (proxies.http === '' && proxies.https === '');
  await changeClientConfig(paths, ({ proxies: present, ...config }) => {
    const { [dockerHost(paths)]: _, ...others } = (present ?? {}) as Readonly<Record<string, unknown>>;
    const all = isNone ? others : { ...others, [dockerHost(paths)]: entryOf(proxies) };
    return Object.keys(all).length === 0 ? config : { ...config, proxies: all };
  });
}

function entryOf({ http, https, noProxy }: Proxies): Readonly<Record<string, string>> {
  return {
    ...(http === '' ? {} : { httpProxy: http }),
    ...(https === '' ? {} : { httpsProxy: https }),
    noProxy: [...noProxy, itself].join(','),
  };
}
