import { type Document, isMap, isNode, isScalar, isSeq, type Pair, parseDocument } from 'yaml';
import type { Failure } from '../../../../main/contract/errors.ts';

/** Something wrong with a text, or to be minded in it. */
export interface Finding {
  /** Characters from its beginning. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  /** Untrusted: words of the file may be in it. */
  readonly message: string;
}

/** A YAML text, read as far as it can be. */
export function readYaml(text: string): Document.Parsed {
  // Aliases that make a small text a huge one are Compose's to judge: nothing is expanded here.
  return parseDocument(text, { uniqueKeys: true, strict: true, logLevel: 'silent' });
}

/** What is wrong with a text as YAML, the first places first. */
export function yamlFindings(document: Document.Parsed): readonly Finding[] {
  return document.errors.map(({ pos: [from, to], message }) => ({
    ...{ from, to: Math.max(to, from + 1), severity: 'error' as const },
    // The library draws the place below its words; the editor marks it.
    message: message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '',
  }));
}

/** Where in a text Compose's words are about; its beginning where they do not say, or speak of another file. */
export function locate(
  said: string,
  text: string,
  document: Document.Parsed,
): readonly [from: number, to: number] {
  return (
    lineIn(said, text) ??
    circleIn(said, document) ??
    variableIn(said, text) ??
    pathIn(said, document) ??
    wordIn(said, text) ??
    firstLine(text)
  );
}

/** What Compose said of a text, at its places. */
export function composeFindings(
  said: string | null,
  warnings: readonly string[],
  text: string,
  document: Document.Parsed,
): readonly Finding[] {
  const finding = (severity: Finding['severity'], message: string): Finding => {
    const [from, to] = locate(message, text, document);
    return { from, to, severity, message };
  };
  return [
    ...(said === null ? [] : [finding('error', said)]),
    ...warnings.map((warning) => finding('warning', warning)),
  ];
}

/** That a text could not be looked at is no fault of it: it stands at its beginning. */
export function unaskedFinding({ message, hint }: Failure, text: string): Finding {
  const [from, to] = firstLine(text);
  return { from, to, severity: 'warning', message: `${message} ${hint}`.trim() };
}

/** `yaml: line 4: …`. Compose's parser counts from the line that was begun, and sometimes from the one before. */
function lineIn(said: string, text: string): readonly [number, number] | undefined {
  const [, number] = /\bline (\d+)\b/.exec(said) ?? [];
  if (number === undefined) return undefined;
  return lineAt(text, Number(number) - 1);
}

function lineAt(text: string, index: number): readonly [number, number] | undefined {
  let from = 0;
  for (let line = 0; line < index; line += 1) {
    const end = text.indexOf('\n', from);
    if (end < 0) return undefined;
    from = end + 1;
  }
  return spanOfLine(text, from);
}

function spanOfLine(text: string, from: number): readonly [number, number] {
  const end = text.indexOf('\n', from);
  return [from, end < 0 ? text.length : end];
}

function firstLine(text: string): readonly [number, number] {
  return spanOfLine(text, 0);
}

/** `dependency cycle detected: web -> db -> web`: at the first one's `depends_on`. */
function circleIn(said: string, document: Document.Parsed): readonly [number, number] | undefined {
  const [, first] = /dependency cycle detected: (\S+) ->/.exec(said) ?? [];
  return first === undefined ? undefined : spanAt(document, ['services', first, 'depends_on']);
}

/** A service, network, volume or variable by its name, or a path such as `services.web.ports.0`. */
function pathIn(said: string, document: Document.Parsed): readonly [number, number] | undefined {
  const [, service, kind, name] =
    /service "([^"]+)" (?:depends on|refers to) undefined (service|network|volume|secret|config) "?([^":\s]+)/.exec(
      said,
    ) ?? [];
  if (service !== undefined && kind !== undefined && name !== undefined) {
    const key = kind === 'service' ? 'depends_on' : `${kind}s`;
    return spanAt(document, ['services', service, key, name]);
  }
  const [, path, rest = ''] =
    /\b((?:services|networks|volumes|secrets|configs|include)(?:\.[\w-]+|\[\w*\])+)(.*)/s.exec(said) ?? [];
  if (path === undefined) {
    const [, alone] = /^service "([^"]+)"/.exec(said) ?? [];
    if (alone !== undefined) return spanAt(document, ['services', alone]);
    const [, word] = /additional properties '([^']+)' not allowed/.exec(said) ?? [];
    return word === undefined ? undefined : spanAt(document, [word]);
  }
  const [, extra] = /additional propert(?:y|ies) '([^']+)'/i.exec(rest) ?? [];
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  return spanAt(document, extra === undefined ? keys : [...keys, extra]);
}

/** `The "TAG" variable is not set`: where it is first used. */
function variableIn(said: string, text: string): readonly [number, number] | undefined {
  const [, name] =
    /(?:The |variable )\\?"?(\w+)\\?"? (?:variable is not set|is missing a value)/.exec(said) ?? [];
  if (name === undefined) return undefined;
  const found = new RegExp(`\\$(?:\\{${name}\\b[^}\\n]*\\}?|${name}\\b)`).exec(text);
  return found === null ? undefined : [found.index, found.index + found[0].length];
}

/** `Invalid containerPort: xx`: the value that is named last, where the text has it. */
function wordIn(said: string, text: string): readonly [number, number] | undefined {
  const [, word = ''] = /: "?([^\s":]{2,})"?$/.exec(said) ?? [];
  const from = word === '' ? -1 : text.indexOf(word);
  return from < 0 ? undefined : [from, from + word.length];
}

/** The key of the deepest part of a path that there is; undefined when not even its first part is. */
function spanAt(document: Document.Parsed, path: readonly string[]): readonly [number, number] | undefined {
  let node: unknown = document.contents;
  let span: readonly [number, number] | undefined;
  for (const key of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === key,
      );
      if (pair === undefined) break;
      span = rangeOf(pair.key) ?? span;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown =
        node.items.find((one) => isScalar(one) && String(one.value) === key) ??
        (/^\d+$/.test(key) ? node.items[Number(key)] : undefined);
      if (item === undefined) break;
      span = rangeOf(item) ?? span;
      node = item;
    } else break;
  }
  return span;
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (!isNode(node) || !node.range) return undefined;
  const [from, to] = node.range;
  return [from, Math.max(to, from + 1)];
}
