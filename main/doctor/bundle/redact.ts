import { credentialsMask, parseProxyAddress } from '../../contract/proxies.ts';

/** What stands in the place of a secret. */
export const redacted = credentialsMask;

/** Shorter ones stand in too many words that are none. In characters. */
const shortestKnown = 6;

/** Texts without what is secret in them, and how many such places there were. */
export interface Redactor {
  readonly redact: (text: string) => string;
  readonly count: () => number;
}

type Rule = readonly [pattern: RegExp, replacement: string];

/** The ends of the names that secrets go by in variables, headers, options and JSON. */
const secretName =
  '(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|authorization|x-registry-(?:auth|config)|cookie)';

/*
 * By their form, wherever they come from: what a container, a registry or a tool has printed is not known beforehand. Too much is
 * struck out rather than too little. `$1` and `$2` stay. No rule may look far back from where it begins: lines are as long as a log.
 */
const rules: readonly Rule[] = [
  // Keys, also those that are cut off at the end or written in one line with \n.
  [
    /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
    `$1${redacted}$2`,
  ],
  // user:password@ in any address; up to the last @ before the path.
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'`<>]+(@)/gi, `$1${redacted}$2`],
  // Authorization: Basic …, Bearer … wherever it stands.
  [/\b((?:basic|bearer|digest|negotiate) +)[\w+/.~=-]{8,}/gi, `$1${redacted}`],
  // "password": "…", escaped in a string of JSON or not.
  [
    new RegExp(`(\\\\?["'][\\w.-]{0,64}${secretName}\\\\?["']\\s*:\\s*\\\\?["'])(?:(?!\\\\?["']).)+`, 'gi'),
    `$1${redacted}`,
  ],
  // PASSWORD=…, --password …, x-registry-auth: …
  [new RegExp(`(${secretName}["']?\\s*[=:]\\s*["']?)(?!["']?\\*\\*\\*)[^\\s"',;&]+`, 'gi'), `$1${redacted}`],
  [new RegExp(`(--[\\w-]{0,40}${secretName}\\s+)[^\\s"',;&-][^\\s"',;&]*`, 'gi'), `$1${redacted}`],
  // A Swarm's join tokens and unlock keys.
  [/\bSWM(?:TKN|KEY)-1-[\w+/=-]+/g, redacted],
  // JSON web tokens.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, redacted],
  // Tokens that say whose they are: GitHub, GitLab, Docker Hub, Slack, npm, AWS, Google.
  [/\b(?:gh[pousr]_|github_pat_|glpat-|dckr_pat_|xox[abeoprs]-|npm_|AKIA|ASIA|AIza)[\w-]{12,}/g, redacted],
  // Random bytes that a guest was given have 128 digits. Sums of SHA-384 and SHA-512 go with them.
  [/\b[0-9a-f]{96,}\b/gi, redacted],
];

/** Strikes out what is secret: what is known to be, and what looks like it. */
export function createRedactor(known: readonly string[]): Redactor {
  const words = [...new Set(known)]
    .filter((word) => word.length >= shortestKnown)
    // One may be a part of another.
    .sort((a, b) => b.length - a.length);
  let count = 0;
  return {
    redact(text) {
      let rest = withoutEndOfKey(text);
      for (const word of words) rest = rest.replaceAll(word, redacted);
      for (const [pattern, replacement] of rules) rest = rest.replace(pattern, replacement);
      // By what stands there in the end: several rules may have struck out the same.
      count += Math.max(0, marksIn(rest) - marksIn(text));
      return rest;
    },
    count: () => count,
  };
}

const marksIn = (text: string) => text.split(redacted).length - 1;

/** Of a text whose beginning was cut off in the midst of a key: the rest of that key is gone, too. */
function withoutEndOfKey(text: string): string {
  const end = /-----END [A-Z0-9 ]*PRIVATE KEY-----/.exec(text);
  if (end === null || text.lastIndexOf('-----BEGIN ', end.index) !== -1) return text;
  return redacted + text.slice(end.index);
}

/** Whether a secret goes by such a name. */
export function isSecretName(name: string): boolean {
  return new RegExp(`^[\\w.-]*${secretName}$`, 'i').test(name);
}

/** What is secret in the addresses of proxies: passwords, as they are and as they are written in addresses. */
export function secretsOfProxies(addresses: readonly (string | undefined)[]): readonly string[] {
  return addresses.flatMap((address) => {
    const { credentials } = parseProxyAddress(address ?? '') ?? { credentials: '' };
    const password = credentials.slice(credentials.indexOf(':') + 1);
    if (!credentials.includes(':')) return [];
    return [password, decoded(password)];
  });
}

/** What is secret in a docker client's configuration: log-ins, and the passwords in them. */
export function secretsOfLogins(config: Readonly<Record<string, unknown>>): readonly string[] {
  const { auths } = config;
  if (typeof auths !== 'object' || auths === null) return [];
  return Object.values(auths).flatMap((entry) => {
    const { auth, identitytoken, registrytoken, password } = (entry ?? {}) as Readonly<
      Record<string, unknown>
    >;
    const texts = [auth, identitytoken, registrytoken, password].filter((one) => typeof one === 'string');
    const pair = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8') : '';
    return [...texts, pair, pair.slice(pair.indexOf(':') + 1)].filter((one) => one !== '');
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
