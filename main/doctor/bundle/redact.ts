import { credentialsMask, parseProxyAddress } from '../../contract/proxies.ts';
import { isSecretName, strikeValues } from './secret-values.ts';

/** What stands in the place of a secret. */
export const redacted = credentialsMask;

/** Shorter ones stand in too many words that are none. In characters. */
const shortestKnown = 6;

/** Texts without what is secret in them, and how many such places there were. */
export interface Redactor {
  readonly redact: (text: string) => string;
  /** Of a value that goes by a name: all of it where the name is a secret's. */
  readonly redactNamed: (name: string, text: string) => string;
  readonly count: () => number;
}

/** Stands in the place of a secret until all are counted: no text has it, and some have {@link redacted} already. */
const mark = '\uFFFE';

type Rule = (text: string) => string;

const strike =
  (pattern: RegExp, replacement = mark): Rule =>
  (text) =>
    text.replace(pattern, replacement);

/*
 * By their form, wherever they come from: what a container, a registry or a tool has printed is not known beforehand. Too much is
 * struck out rather than too little. `$1` and `$2` stay. No rule may look far from where it begins without passing over what it
 * has looked at: lines are as long as a log.
 */
const rules: readonly Rule[] = [
  // Keys, also those that are cut off at the end or written in one line with \n.
  strike(
    /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
    `$1${mark}$2`,
  ),
  // user:password@ in any address; up to the last @ before the path.
  strike(/\b([a-z][a-z0-9+.-]{0,30}:\/\/)(?!\*\*\*@)[^\s/?#"'`<>]+(@)/gi, `$1${mark}$2`),
  (text) => strikeValues(text, mark),
  // Basic …, Bearer … wherever it stands.
  strike(/\b((?:basic|bearer|digest|negotiate) +)[\w+/.~=-]{8,}/gi, `$1${mark}`),
  // A Swarm's join tokens and unlock keys.
  strike(/\bSWM(?:TKN|KEY)-1-[\w+/=-]+/g),
  // JSON web tokens.
  strike(/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g),
  // Tokens that say whose they are: GitHub, GitLab, Docker Hub, Slack, npm, AWS, Google.
  strike(/\b(?:gh[pousr]_|github_pat_|glpat-|dckr_pat_|xox[abeoprs]-|npm_|AKIA|ASIA|AIza)[\w-]{12,}/g),
  // Random bytes that a guest was given have 128 digits. Sums of SHA-384 and SHA-512 go with them.
  strike(/\b[0-9a-f]{96,}\b/gi),
];

/** Strikes out what is secret: what is known to be, and what looks like it. */
export function createRedactor(known: readonly string[]): Redactor {
  const words = [...new Set(known)]
    .filter((word) => word.length >= shortestKnown)
    // One may be a part of another.
    .sort((a, b) => b.length - a.length);
  let count = 0;
  const redact = (text: string) => {
    let rest = withoutEndOfKey(text);
    for (const word of words) rest = rest.replaceAll(word, mark);
    for (const rule of rules) rest = rule(rest);
    // What is there in the end: several rules may have struck out the same.
    const [first = '', ...others] = rest.split(mark);
    count += others.length;
    return [first, ...others].join(redacted);
  };
  return {
    redact,
    redactNamed(name, text) {
      if (!isSecretName(name) || text === '' || text === redacted) return redact(text);
      count += 1;
      return redacted;
    },
    count: () => count,
  };
}

/** Of a text whose beginning was cut off in the midst of a key: the rest of that key is gone, too. */
function withoutEndOfKey(text: string): string {
  const end = /-----END [A-Z0-9 ]*PRIVATE KEY-----/.exec(text);
  if (end === null || text.lastIndexOf('-----BEGIN ', end.index) !== -1) return text;
  return mark + text.slice(end.index);
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
