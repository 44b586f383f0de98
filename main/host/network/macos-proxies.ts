import { addressOf, foundByNetwork, type SystemProxies } from './system-proxies.ts';

/** How macOS is asked: a dictionary, a key a line, `KEY : VALUE`. */
export const macosQuestion = ['scutil', ['--proxy']] as const;

/** What `scutil --proxy` says. Passwords lie in the keychain and are not read. */
export function macosProxies(output: string): SystemProxies {
  const { values, lists } = parseDictionary(output);
  const isOn = (key: string) => values.get(key) === '1';
  const proxy = (scheme: string, kind: string) =>
    isOn(`${kind}Enable`)
      ? addressOf(scheme, values.get(`${kind}Proxy`) ?? '', Number(values.get(`${kind}Port`) ?? 0))
      : '';
  const socks = proxy('socks5', 'SOCKS');
  const http = proxy('http', 'HTTP') || socks;
  const https = proxy('http', 'HTTPS') || socks;
  const url = isOn('ProxyAutoConfigEnable') ? (values.get('ProxyAutoConfigURLString') ?? '') : '';
  const automatic = url !== '' ? url : isOn('ProxyAutoDiscoveryEnable') ? foundByNetwork : null;
  const noProxy = (lists.get('ExceptionsList') ?? []).map(wholeNetwork);
  return { http, https, noProxy, automatic: http === '' && https === '' ? automatic : null };
}

/** The dictionary's own keys: those of dictionaries in it (settings of single interfaces) are left out. */
function parseDictionary(output: string) {
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  /** Keys of what is open, from the outermost dictionary, which has none. */
  const open: string[] = [];
  for (const line of output.split('\n').map((one) => one.trim())) {
    const [, key = '', value = line] = /^(\S+) : (.*)$/.exec(line) ?? [];
    if (value.endsWith('{')) open.push(key);
    else if (value === '}') open.pop();
    else if (open.length === 1) values.set(key, value);
    else if (open.length === 2) lists.set(open[1] ?? '', [...(lists.get(open[1] ?? '') ?? []), value]);
  }
  return { values, lists };
}

/** Networks are written without what is zero: `169.254/16`. */
function wholeNetwork(entry: string): string {
  const [, network, bits] = /^(\d+(?:\.\d+){0,3})\/(\d+)$/.exec(entry) ?? [];
  if (network === undefined) return entry;
  return `${[...network.split('.'), '0', '0', '0'].slice(0, 4).join('.')}/${bits}`;
}
