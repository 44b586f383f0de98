import { addressOf, foundByNetwork, noSystemProxies, type SystemProxies } from './system-proxies.ts';

/** How GNOME is asked: each key of the schema and of those below it, a line each, `SCHEMA KEY VALUE`. */
export const gnomeQuestion = ['gsettings', ['list-recursively', 'org.gnome.system.proxy']] as const;

/**
 * What `gsettings` says. As its schema has it: a proxy counts with a host and a port; https without one of its own goes by
 * that of http, and what has none by SOCKS; user and password are for that of http.
 */
export function gnomeProxies(output: string): SystemProxies {
  const values = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [, schema = '', key = '', value = ''] =
      /^org\.gnome\.system\.proxy(\S*) (\S+) (.*)$/.exec(line) ?? [];
    values.set(`${schema.slice(1)} ${key}`.trim(), value.trim());
  }
  const text = (key: string) => textOf(values.get(key) ?? '');
  const mode = text('mode');
  if (mode === 'auto') return { ...noSystemProxies, automatic: text('autoconfig-url') || foundByNetwork };
  if (mode !== 'manual') return noSystemProxies;
  const proxy = (scheme: string, kind: string, user = '', password = '') =>
    addressOf(scheme, text(`${kind} host`), Number(values.get(`${kind} port`) ?? 0), user, password);
  const socks = proxy('socks5', 'socks');
  const hasUser = values.get('http use-authentication') === 'true';
  const http = hasUser
    ? proxy('http', 'http', text('http authentication-user'), text('http authentication-password'))
    : proxy('http', 'http');
  return {
    http: http || socks,
    https: proxy('http', 'https') || http || socks,
    noProxy: textsOf(values.get('ignore-hosts') ?? ''),
    automatic: null,
  };
}

/** A string as GVariant writes it: in single quotes, or in double ones where it holds single ones. */
const string = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;

function textsOf(value: string): readonly string[] {
  return [...value.matchAll(string)].map(([, single, double]) =>
    (single ?? double ?? '').replace(
      /\\(?:u([\da-f]{4})|(.))/gi,
      (_, code: string | undefined, other: string) =>
        code === undefined ? other : String.fromCharCode(Number.parseInt(code, 16)),
    ),
  );
}

function textOf(value: string): string {
  return textsOf(value)[0] ?? '';
}
