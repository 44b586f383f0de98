import { noSystemProxies, type SystemProxies } from './system-proxies.ts';

/** How Windows is asked for what its user has set: a value a line, `    NAME    TYPE    DATA`. */
export const windowsQuestion = [
  'reg',
  ['query', String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings`],
] as const;

/**
 * What `reg query` says. `ProxyServer` is one proxy for all, or `http=HOST:PORT;https=HOST:PORT`; one for SOCKS is version 4
 * there, which dockerd does not speak.
 */
export function windowsProxies(output: string): SystemProxies {
  const values = new Map<string, string>();
  for (const line of output.split(/\r?\n/)) {
    const [, name, data = ''] = /^ {4}(.+?) {4}REG_\w+(?: {4}(.*))?$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, data.trim());
  }
  if (Number(values.get('ProxyEnable') ?? 0) !== 1)
    return { ...noSystemProxies, automatic: values.get('AutoConfigURL') || null };
  const servers = (values.get('ProxyServer') ?? '').split(/[;\s]+/).filter((one) => one !== '');
  const proxy = (kind: string) =>
    servers.find((one) => one.startsWith(`${kind}=`))?.slice(kind.length + 1) ??
    servers.find((one) => !one.includes('=')) ??
    '';
  const exceptions = (values.get('ProxyOverride') ?? '').split(/[;\s]+/).filter((one) => one !== '');
  return {
    http: proxy('http'),
    https: proxy('https'),
    noProxy: exceptions.map(asNetwork),
    automatic: null,
  };
}

/** Addresses are written with stars: `192.168.*`. */
function asNetwork(entry: string): string {
  const [, network = ''] = /^(\d+(?:\.\d+){0,2})(?:\.\*)+$/.exec(entry) ?? [];
  if (network === '') return entry;
  const parts = network.split('.');
  return `${[...parts, '0', '0', '0'].slice(0, 4).join('.')}/${parts.length * 8}`;
}
