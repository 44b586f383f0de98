import type { Read } from './read.ts';

/** Labels or options, one a line: `name=value`; without `=` the value is empty. A name that comes twice is refused. */
export function readPairs(text: string): Read<Record<string, string>> {
  const pairs = new Map<string, string>();
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const equals = line.indexOf('=');
    const name = (equals < 0 ? line : line.slice(0, equals)).trim();
    if (name === '') return { ok: false, problem: `“${line.trim()}” has no name: write name=value.` };
    if (pairs.has(name)) return { ok: false, problem: `“${name}” comes twice.` };
    pairs.set(name, equals < 0 ? '' : line.slice(equals + 1));
  }
  return { ok: true, value: Object.fromEntries(pairs) };
}
