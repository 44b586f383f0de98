import { emptyRunForm, type RunForm } from '../../../state/run-form.ts';
import { commandLine } from '../../../text/command-line.ts';
import type { Read } from '../../../text/read.ts';
import { clientOptions, otherOptions, reasons } from './other-options.ts';
import { noImage, type RunOption, runOptions } from './run-options.ts';
import { findCommand } from './shell-words.ts';

/** What of a line has no place in the form, as it would be written, and why where that needs a word. */
export interface NotTaken {
  readonly text: string;
  readonly why?: string;
  /** It was taken over as it is written, and may not mean what it would have meant in a shell. */
  readonly isTaken?: true;
}

/** A line that was read. */
export interface ReadLine {
  readonly form: RunForm;
  readonly notTaken: readonly NotTaken[];
}

const known = new Map(
  runOptions.flatMap((option) => [option.flag, ...option.others].map((flag) => [flag, option] as const)),
);

/** Fills a form from a `docker run` or `docker create` line. What it has no place for is told, and nothing is dropped. */
export function readLine(text: string): Read<ReadLine> {
  const found = findCommand(text, (words) => optionsStart(words) !== null);
  if (!found.ok) return found;
  if (found.value === null)
    return { ok: false, problem: 'This is not a docker run line: it begins with “docker run”.' };
  const { words, rest, unexpanded } = found.value;
  const start = optionsStart(words) ?? { at: 0, before: [] };
  const reader = readOptions(words.slice(start.at));
  return {
    ok: true,
    value: {
      form: reader.form,
      notTaken: [
        ...start.before.map((part) => ({ text: part })),
        ...reader.notTaken,
        ...rest.map((part) => ({ text: part })),
        ...unexpanded.map((word) => ({
          text: word,
          why: 'it stands as it is: a shell would have put something else in its place',
          isTaken: true as const,
        })),
      ],
    },
  };
}

/** Whether a text looks like a line for {@link readLine}. */
export function isRunLine(text: string): boolean {
  return /^\s*(?:[$#>]\s+)?(?:sudo\s+)?(?:slipway\s+)?(?:docker|podman)\s+(?:container\s+)?(?:run|create)\s/.test(
    text,
  );
}

/** Where the options of a `docker run` begin among its words, and what stands before them; null when it is another command. */
function optionsStart(
  words: readonly string[],
): { readonly at: number; readonly before: readonly string[] } | null {
  let at = 0;
  const take = (...expected: readonly string[]) => {
    if (!expected.includes(words[at] ?? '')) return false;
    at += 1;
    return true;
  };
  take('sudo');
  take('slipway');
  if (!take('docker', 'podman')) return null;
  const before: string[] = [];
  while (words[at]?.startsWith('-')) {
    const flag = words[at] ?? '';
    const length = clientOptions.includes(flag) ? 2 : 1;
    before.push(commandLine(words.slice(at, at + length)));
    at += length;
  }
  take('container');
  return take('run', 'create') ? { at, before } : null;
}

function readOptions(words: readonly string[]): ReadLine {
  let form = emptyRunForm;
  const notTaken: NotTaken[] = [];
  const drop = (flag: string, value?: string) => {
    const why = reasons[known.get(flag)?.flag ?? flag];
    const shown = value === undefined ? [flag] : [flag, value];
    notTaken.push({ text: commandLine(shown), ...(why === undefined ? {} : { why }) });
  };
  const put = (option: RunOption, flag: string, value: string) => {
    const next = option.put(form, value);
    if (next === null) drop(flag, value);
    else form = next;
  };
  // Those of the one network may come before it.
  const late: (() => void)[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    for (const { flag, value } of flagsOf(word)) {
      const option = known.get(flag);
      const other = otherOptions.get(flag);
      if (option?.isSwitch) {
        const on = isOn(value);
        if (on === undefined) drop(flag, value);
        else put(option, flag, String(on));
      } else if (option !== undefined || other === 'value') {
        if (value === undefined) at += 1;
        const given = value ?? words[at];
        if (given === undefined) drop(flag);
        else if (option === undefined) drop(flag, given);
        else if (option.isOfNetwork) late.push(() => put(option, flag, given));
        else put(option, flag, given);
      } else if (other !== 'understood') drop(value === undefined ? flag : `${flag}=${value}`);
    }
  }
  for (const putLate of late) putLate();
  const [image = '', ...command] = words.slice(at);
  return {
    form: { ...form, image: image === noImage ? '' : image, command: commandLine(command) },
    notTaken,
  };
}

/** The flags in one word: `--name=web` is one with a value, `-itp8080:80` are three of which the last has one. */
function flagsOf(word: string): readonly { readonly flag: string; readonly value: string | undefined }[] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return [
      equals < 0
        ? { flag: word, value: undefined }
        : { flag: word.slice(0, equals), value: word.slice(equals + 1) },
    ];
  }
  const flags: { flag: string; value: string | undefined }[] = [];
  for (let index = 1; index < word.length; index += 1) {
    const flag = `-${word.charAt(index)}`;
    const rest = word.slice(index + 1);
    const takesValue = known.get(flag)?.isSwitch === false || otherOptions.get(flag) === 'value';
    if (takesValue || rest.startsWith('=')) {
      flags.push({ flag, value: rest === '' ? undefined : rest.replace(/^=/, '') });
      break;
    }
    flags.push({ flag, value: undefined });
  }
  return flags;
}

/** A switch's value, as Go's ParseBool reads it; none is on. */
function isOn(value: string | undefined): boolean | undefined {
  if (value === undefined || /^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  return /^(0|f|F|false|FALSE|False)$/.test(value) ? false : undefined;
}
