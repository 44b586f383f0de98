/** Where the cursor stands in a YAML text of which the lines after it may not be finished. */
export interface YamlPlace {
  /** The keys that it is within, from the top; `*` for an item of a list. */
  readonly path: readonly string[];
  /** A key is written, or the value of the last key of the path. */
  readonly kind: 'key' | 'value';
  /** What of it is written before the cursor. */
  readonly word: string;
  /** Keys that are beside it already. */
  readonly taken: readonly string[];
}

const keyLine =
  /^(\s*)((?:- +)*)(?:"([^"]*)"|'([^']*)'|([^\s#"'[{&*!|>%@`-][^#]*?|-[^\s#][^#]*?))\s*:(?:\s+(.*))?$/;

interface Line {
  /** Where its key or first word begins, after the marks of a list. */
  readonly indent: number;
  /** Where each `-` before it stands. */
  readonly dashes: readonly number[];
  readonly key: string | undefined;
  readonly value: string;
}

/** Characters of a line that are looked at: what is a key stands at its beginning. */
const longestLine = 1_000;

function readLine(whole: string): Line {
  const text = whole.slice(0, longestLine);
  const [, lead = '', marks = ''] = /^(\s*)((?:-(?:\s+|$))*)/.exec(text) ?? [];
  const dashes = [...marks].flatMap((character, index) => (character === '-' ? [lead.length + index] : []));
  const indent = lead.length + marks.length;
  const [, , , double, single, plain, value = ''] = keyLine.exec(text) ?? [];
  return { indent, dashes, key: double ?? single ?? plain?.trim(), value };
}

const isNothing = (text: string) => /^\s*(#.*)?$/.test(text);

/**
 * Finds the place of a cursor by the indentation of the lines above, as people do: that works in a text that cannot be read
 * yet. Undefined within a comment, a quoted text or a block of text, and in what is written in one line.
 */
export function placeIn(text: string, at: number): YamlPlace | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const before = text.slice(start, at);
  if (/(^|\s)#|["'[{|>&*!]/.test(before)) return undefined;
  const above = text.slice(0, start).split('\n').slice(0, -1);
  const after = text.slice(at).split('\n').slice(1);
  const own = readLine(before);
  const isValue = own.key !== undefined && /:\s/.test(before);
  const word = isValue ? own.value : before.slice(own.indent);
  if (!isValue && /[\s:]/.test(word)) return undefined;
  const path: string[] = [];
  if (isValue && own.key !== undefined) path.unshift(own.key);
  let limit = own.indent;
  for (const dash of own.dashes.toReversed()) {
    path.unshift('*');
    limit = dash;
  }
  // A list may stand as far to the left as the key that it belongs to.
  let isItem = own.dashes.length > 0;
  for (const text of above.toReversed()) {
    if (isNothing(text)) continue;
    const line = readLine(text);
    const isParent =
      line.key !== undefined &&
      (isItem ? line.indent <= limit && line.dashes.length === 0 : line.indent < limit);
    if (isParent && line.key !== undefined) {
      if (/^[|>]/.test(line.value)) return undefined;
      path.unshift(line.key);
      limit = line.indent;
      isItem = false;
    }
    for (const dash of line.dashes.toReversed())
      if (dash < limit) {
        path.unshift('*');
        limit = dash;
        isItem = true;
      }
    if (limit === 0 && !isItem) break;
  }
  return {
    path,
    kind: isValue ? 'value' : 'key',
    word,
    taken: keysBeside(own.dashes.length > 0 ? [] : above, after, own.indent),
  };
}

/** Keys at the same indentation, up and down to what is further left. */
function keysBeside(above: readonly string[], after: readonly string[], indent: number): readonly string[] {
  const keys: string[] = [];
  const look = (lines: readonly string[], isUp: boolean) => {
    for (const text of lines) {
      if (isNothing(text)) continue;
      const line = readLine(text);
      if (line.indent < indent || (!isUp && line.dashes.length > 0 && (line.dashes[0] ?? 0) < indent)) return;
      if (line.indent === indent && line.key !== undefined) keys.push(line.key);
      if (isUp && line.dashes.some((dash) => dash < indent)) return;
    }
  };
  look(above.toReversed(), true);
  look(after, false);
  return keys;
}
