/** How serious a log entry is. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** What an entry is about: short names to plain values. Undefined values are left out. */
export type LogContext = Readonly<Record<string, unknown>>;

/** Longest value, and longest message, in an entry, in characters: a tool's or an engine's words must not fill the log. */
const longestValue = 2_000;
const longestMessage = 8_000;

/** What is looked through for secrets, in characters; well over what is kept, so that none is cut in two there. */
const longestLookedAt = 65_536;

const secretName = /pass(word|phrase)?$|secret|token|credential|authorization|private.?key/i;

/** One line, newline included: `2026-01-02T03:04:05.678Z info  Message key=value other="two words"`. */
export function formatEntry(time: Date, level: LogLevel, message: string, context: LogContext): string {
  const pairs = Object.entries(context)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${secretName.test(key) ? '[hidden]' : formatValue(value)}`);
  return `${time.toISOString()} ${level.padEnd(5)} ${cut(hideSecrets(oneLine(message.slice(0, longestLookedAt))), longestMessage)}${pairs.join('')}\n`;
}

function formatValue(value: unknown): string {
  const short = cut(hideSecrets(oneLine(describe(value))), longestValue);
  return /^[^\s"=]+$/.test(short) ? short : `"${short.replaceAll('"', '\\"')}"`;
}

/** Cut only once secrets are hidden: one that was cut in two would not be known for one. */
function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function describe(value: unknown): string {
  // A stack belongs in the log and nowhere else.
  if (value instanceof Error) {
    const cause = value.cause === undefined ? '' : ` (because of ${describe(value.cause)})`;
    return `${value.stack ?? value.message}${cause}`;
  }
  if (typeof value === 'string') return value;
  try {
    return (
      JSON.stringify(value, (key, inner: unknown) => (secretName.test(key) ? '[hidden]' : inner)) ??
      String(value)
    );
  } catch {
    return String(value);
  }
}

/** Control characters could forge entries or drive the terminal of whoever reads the log. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === '\n' ? '\\n' : character === '\t' ? ' ' : character === '\r' ? '' : '\uFFFD',
  );
}

/** Patterns that begin anywhere have a longest match, and the text a longest length: hostile text must not hold up the host. */
function hideSecrets(text: string): string {
  return text
    .slice(0, longestLookedAt)
    .replace(/([a-z][a-z0-9+.-]{0,31}:\/\/)[^\s/@]+@/gi, '$1[hidden]@')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [hidden]')
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
      '[hidden private key]',
    );
}
