import { type Command, forEachChild, type ParseError, parse, type SyntaxNode, type WordPart } from 'unbash';
import type { Read } from '../../../text/read.ts';

/** A command among others. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** What is in the text beside the command: `| grep x`, `NAME=value` before it. */
  readonly rest: readonly string[];
  /** Words in which a shell would have put something else for a part: `$PWD:/app`. */
  readonly unexpanded: readonly string[];
}

/** The words of a text as a shell reads them: quotes and backslashes, and nothing is expanded. */
export function readWords(text: string): Read<string[]> {
  // Behind another word nothing means more than a word: neither `if`, nor `A=b`.
  const first = '_ ';
  const source = `${first}${tidied(text)}`;
  const script = parse(source);
  const problem = problemOf(script.errors, source);
  if (problem !== undefined) return { ok: false, problem };
  const [command, ...others] = commandsOf(script);
  const words = command === undefined ? undefined : wordsOf(command, source);
  const rest = command === undefined ? source : source.slice(command.end).trim();
  const redirected = command?.redirects[0];
  const beside = redirected === undefined ? rest : source.slice(redirected.pos, redirected.end);
  if (words === undefined || others.length > 0 || redirected !== undefined || isMore(rest))
    return { ok: false, problem: `“${beside}” needs a shell: write sh -c '…'.` };
  return { ok: true, value: words.slice(1) };
}

/** The first command of a text that `isIt` accepts by its words, and what else there is. */
export function findCommand(
  text: string,
  isIt: (words: readonly string[]) => boolean,
): Read<ShellCommand | null> {
  const source = tidied(text);
  const script = parse(source);
  const problem = problemOf(script.errors, source);
  if (problem !== undefined) return { ok: false, problem };
  const command = commandsOf(script).find((candidate) => isIt(wordsOf(candidate, source)));
  if (command === undefined) return { ok: true, value: null };
  const start = command.prefix.reduce((end, part) => Math.max(end, part.end), command.pos);
  const redirects = command.suffix.filter(({ type }) => type !== 'Word' && type !== 'Assignment');
  const rest = [
    source.slice(0, start),
    ...redirects.map(({ pos, end }) => source.slice(pos, end)),
    source.slice(command.end),
  ];
  const value = {
    words: wordsOf(command, source),
    rest: rest.map((part) => withoutComments(part)).filter((part) => part !== '' && part !== ';'),
    unexpanded: command.args.flatMap((word) =>
      word.type === 'Word' && word.parts?.some(isExpansion) ? [word.value] : [],
    ),
  };
  return { ok: true, value };
}

/**
 * What people paste: lines of a web page and of other systems, with a prompt before, or with the marks by which PowerShell
 * and the Windows command line go on in the next line.
 */
function tidied(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/^\s*[$#%>]\s+(?=(?:sudo|docker|podman|slipway)\s)/, '')
    .replace(/(?<=\s)[`^][ \t]*\n/g, '\\\n')
    .replace(/\\[ \t]+\n/g, '\\\n');
}

function problemOf(errors: readonly ParseError[] | undefined, source: string): string | undefined {
  const [error] = errors ?? [];
  if (error === undefined) return undefined;
  if (/quote/.test(error.message)) return `A ${source.charAt(error.pos)} is not closed.`;
  const near = source.slice(error.pos, error.pos + 20).trim();
  return `A shell cannot read it at “${near}”: put what belongs together into quotes.`;
}

/** Every simple command of a script in order, whatever it stands in. */
function commandsOf(root: SyntaxNode): readonly Command[] {
  const found: Command[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Command') found.push(node);
    // What stands in a word is a part of the word.
    else if (node.type !== 'Word') forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function wordsOf(command: Command, source: string): string[] {
  return [...(command.name === undefined ? [] : [command.name]), ...command.args].map((word) =>
    word.type === 'Word' ? word.value : source.slice(word.pos, word.end),
  );
}

/** Whether anything follows that is not a comment. */
function isMore(rest: string): boolean {
  return withoutComments(rest) !== '';
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*#.*$/, '').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function isExpansion(part: WordPart): boolean {
  switch (part.type) {
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
    case 'BraceExpansion':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.some(isExpansion);
    default:
      return false;
  }
}
