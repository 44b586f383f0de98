import { credentialsMask as redacted } from '../../contract/proxies.ts';

/** What the line goes with to its end: log-ins of several words, and cookies. */
const headerName = '(?:authorization|(?:set-)?cookie|x-registry-[\\w-]+)';

/** The ends of the names that secrets go by in variables, headers, options, queries and JSON. */
const secretName = [
  headerName,
  ...['pass(?:word|wd|phrase)?', 'pwd', 'credentials?', 'token', 'signature', '(?<=[?&])sig'],
  'secret(?:[_-]?(?:access[_-]?)?key(?:[_-]?base)?)?',
  '(?:api|access|private)[_-]?key(?:[_-]?base)?',
].join('|');

const wholeSecretName = new RegExp(`^[\\w.-]*(?:${secretName})$`, 'i');
const isHeader = new RegExp(`^${headerName}$`, 'i');

/** Whether a secret goes by such a name. */
export function isSecretName(name: string): boolean {
  return wholeSecretName.test(name);
}

/** Characters of a name before the part that tells: no more is looked back. */
const longestPrefix = 64;

/**
 * Puts `mark` in the place of every value that goes by the name of a secret: NAME=…, --name …, name: …, "name": "…", with quotes
 * or without, in a string of JSON or not. Too much goes rather than too little, and never more than the line. Takes time
 * by the length of the text alone, whatever it holds.
 */
export function strikeValues(text: string, mark: string): string {
  const names = new RegExp(secretName, 'gi');
  const limits = limitsOf(text);
  const kept: string[] = [];
  let from = 0;
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const value = valueAfter(text, found.index, found[0], limits);
    if (value === undefined || value.from >= value.to) continue;
    if (text.slice(value.from, value.to) === redacted) continue;
    kept.push(text.slice(from, value.from), mark);
    from = value.to;
    names.lastIndex = value.to;
  }
  return `${kept.join('')}${text.slice(from)}`;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A quote, and how many backslashes stand before it: one in a string of JSON, three in a string in a string. */
interface Quote {
  readonly sign: string;
  readonly depth: number;
}

/** The value that goes by a name; undefined where none does. */
function valueAfter(text: string, at: number, name: string, limits: Limits): Span | undefined {
  const begin = tokenBegin(text, at);
  const separator = separatorAt(text, at + name.length, text[begin] === '-');
  if (separator === undefined) return undefined;
  const { isNameQuoted, end: from } = separator;
  const around = isNameQuoted ? undefined : quoteBefore(text, begin);
  const isLine = !isNameQuoted && isHeader.test(name);
  const quote = isLine ? undefined : quoteAt(text, from);
  const limit = limits.stringEnd(from);
  if (quote !== undefined) {
    const inside = from + quote.depth + quote.sign.length;
    const isOver = limit < inside;
    // The end of the string around an empty value begins none.
    if ((around !== undefined || isOver) && /^[\s,\]})]?$/.test(text.charAt(inside))) return undefined;
    return { from: inside, to: closing(text, inside, isOver ? limits.lineEnd(inside) : limit, quote) };
  }
  if (around !== undefined) return { from, to: closing(text, from, limits.lineEnd(from), around) };
  if (isLine) return { from, to: limit };
  if (text[from] !== '[') return { from, to: wordEnd(text, from) };
  const length = text.slice(from, limit).indexOf(']');
  return { from: from + 1, to: length === -1 ? limit : from + length };
}

/** Where the whole name begins that ends in a secret's. */
function tokenBegin(text: string, at: number): number {
  let begin = at;
  while (begin > 0 && at - begin < longestPrefix && /[\w.-]/.test(text.charAt(begin - 1))) begin -= 1;
  return begin;
}

/** What stands between a name and its value. An option's is a space, or a comma in a list of quoted words. */
function separatorAt(
  text: string,
  at: number,
  isOption: boolean,
): { readonly isNameQuoted: boolean; readonly end: number } | undefined {
  for (const pattern of [
    /(\\*["'])?[ \t]*[=:]{1,2}>?[ \t]*/y,
    ...(isOption ? [/(?:(\\*["']),[ \t]*|[ \t]+)(?=[^\s-])/y] : []),
  ]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) return { isNameQuoted: found[1] !== undefined, end: pattern.lastIndex };
  }
  return undefined;
}

function quoteAt(text: string, at: number): Quote | undefined {
  const pattern = /(\\*)(["'])/y;
  pattern.lastIndex = at;
  const [, escapes = '', sign] = pattern.exec(text) ?? [];
  return sign === undefined ? undefined : { sign, depth: escapes.length };
}

function quoteBefore(text: string, at: number): Quote | undefined {
  const sign = text.charAt(at - 1);
  return sign === '"' || sign === "'" ? { sign, depth: escapesBefore(text, at - 1, 0) } : undefined;
}

/** How many backslashes stand before a place. */
function escapesBefore(text: string, at: number, from: number): number {
  let begin = at;
  while (begin > from && text[begin - 1] === '\\') begin -= 1;
  return at - begin;
}

/** Where the text ends that such a quote has opened: at the same one, or one of a string around it; at the limit without. */
function closing(text: string, from: number, limit: number, { sign, depth }: Quote): number {
  const rest = text.slice(0, limit);
  for (let at = rest.indexOf(sign, from); at !== -1; at = rest.indexOf(sign, at + 1)) {
    const escapes = escapesBefore(text, at, from);
    if (escapes < depth || (escapes - depth) % (2 * (depth + 1)) === 0) return at - Math.min(escapes, depth);
  }
  return limit;
}

/** Where a value without quotes ends. An apostrophe in a word is a part of it. */
function wordEnd(text: string, from: number): number {
  const stops = /\s|"|'(?!\w)/g;
  stops.lastIndex = from;
  const at = stops.exec(text)?.index ?? text.length;
  return /["']/.test(text.charAt(at)) ? at - escapesBefore(text, at, from) : at;
}

/** Where what a place is in ends. Places come in order; each stretch of the text is looked at once. */
interface Limits {
  readonly lineEnd: (place: number) => number;
  /** Of the string in double quotes that the place is in; of its line where it is in none. */
  readonly stringEnd: (place: number) => number;
}

function limitsOf(text: string): Limits {
  const signs = /["\n]/g;
  let isInString = false;
  let line = -1;
  // The first sign that is not passed yet.
  let next = passed();

  function passed(): number {
    for (let found = signs.exec(text); found !== null; found = signs.exec(text))
      if (found[0] === '\n' || escapesBefore(text, found.index, 0) % 2 === 0) return found.index;
    return text.length;
  }

  function lineEnd(place: number): number {
    if (line < place) {
      const found = text.indexOf('\n', place);
      line = found === -1 ? text.length : found;
    }
    return line;
  }

  return {
    lineEnd,
    stringEnd(place) {
      while (next < place) {
        isInString = text[next] === '"' && !isInString;
        next = passed();
      }
      return isInString ? next : lineEnd(place);
    },
  };
}
