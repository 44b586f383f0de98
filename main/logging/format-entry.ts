/** How serious a log entry is. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** What an entry is about: short names to plain values. Undefined values are left out. */
export type LogContext = Readonly<Record<string, unknown>>;

/** Longest value in an entry, in characters: a tool's output must not fill the log. */
const longestValue = 2_000;

const secretName = /pass(word|phrase)?$|secret|token|credential|authorization|private.?key/i;

/** One line, newline included: `2026-01-02T03:04:05.678Z info  Message key=value other="two words"`. */
export function formatEntry(time: Date, level: LogLevel, message: string, context: LogContext): string {
  const pairs = Object.entries(context)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${secretName.test(key) ? '[hidden]' : formatValue(value)}`);
  return `${time.toISOString()} ${level.padEnd(5)} ${hideSecrets(oneLine(message))}${pairs.join('')}\n`;
}

function formatValue(value: unknown): string {
  const text = hideSecrets(oneLine(describe(value)));
  const short = text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
  return /^[^\s"=]+$/.test(short) ? short : `"${short.replaceAll('"', '\\"')}"`;
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

function hideSecrets(text: string): string {
  return text
    .replace(/(\w+:\/\/)[^\s/@]+@/g, '$1[hidden]@')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [hidden]')
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
      '[hidden private key]',
    );
}
