import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

/** The instructions of a Dockerfile, and what each is for. */
const instructions: Readonly<Record<string, string>> = {
  ADD: 'files, also from addresses and archives',
  ARG: 'a value that the build takes',
  CMD: 'what runs unless something else is said',
  COPY: 'files from the folder or another stage',
  ENTRYPOINT: 'what always runs',
  ENV: 'a variable of the container',
  EXPOSE: 'a port that it listens on',
  FROM: 'the image that it begins with',
  HEALTHCHECK: 'how to find out whether it works',
  LABEL: 'a remark about the image',
  ONBUILD: 'what is done when one builds on it',
  RUN: 'a command, whose files it keeps',
  SHELL: 'what runs commands',
  STOPSIGNAL: 'what asks it to end',
  USER: 'who runs it',
  VOLUME: 'a folder whose files are kept apart',
  WORKDIR: 'the folder that it works in',
};

/** The options of an instruction. */
const options: Readonly<Record<string, readonly string[]>> = {
  ADD: ['--checksum=', '--chmod=', '--chown=', '--exclude=', '--link'],
  COPY: ['--chmod=', '--chown=', '--exclude=', '--from=', '--link', '--parents'],
  FROM: ['--platform='],
  HEALTHCHECK: ['--interval=', '--retries=', '--start-period=', '--timeout='],
  RUN: [
    ...['--mount=type=bind,target=', '--mount=type=cache,target=', '--mount=type=secret,id='],
    ...['--mount=type=ssh', '--mount=type=tmpfs,target=', '--network=none', '--security=insecure'],
  ],
};

/** What may be meant at a place of a Dockerfile: instructions, their options, stages and arguments of the same text. */
export function completeDockerfile(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const found = (typed: string, all: readonly Completion[]): CompletionResult => ({
    from: context.pos - typed.length,
    options: all,
    validFor: /^[\w.=,${}-]*$/,
  });

  const [, word] = /^\s*(\w*)$/.exec(before) ?? [];
  if (word !== undefined) {
    // In the middle of an instruction of several lines another one cannot begin.
    const above = line.number > 1 ? context.state.doc.line(line.number - 1).text : '';
    if ((word === '' && !context.explicit) || /\\\s*$/.test(above)) return null;
    return found(word, instructionOptions(word));
  }
  const text = context.state.doc.toString();
  const [, variable] = /(\$\{?\w*)$/.exec(before) ?? [];
  if (variable !== undefined) {
    return found(
      variable,
      labelled(
        namesIn(text, /^[ \t]*(?:ARG|ENV)[ \t]+(\w+)/gim).map((name) => `\${${name}}`),
        'variable',
      ),
    );
  }
  const [, stage] = /--from=([\w.-]*)$/.exec(before) ?? [];
  if (stage !== undefined)
    return found(stage, labelled(namesIn(text, /^[ \t]*FROM\s.*\sAS[ \t]+([\w.-]+)/gim), 'class'));
  const [, instruction = '', option] = /^\s*(\w+)\s(?:.*\s)?(--?[\w=,-]*)$/.exec(before) ?? [];
  const known = options[instruction.toUpperCase()];
  return option === undefined || known === undefined ? null : found(option, labelled(known, 'property'));
}

/** In small letters for who writes them so. */
function instructionOptions(word: string): readonly Completion[] {
  const isSmall = word !== '' && word === word.toLowerCase();
  return Object.entries(instructions).map(([name, detail]) => ({
    label: isSmall ? name.toLowerCase() : name,
    apply: `${isSmall ? name.toLowerCase() : name} `,
    type: 'keyword',
    detail,
  }));
}

function labelled(labels: readonly string[], type: string): readonly Completion[] {
  return labels.map((label) => ({ label, type }));
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, name]) => name ?? []))];
}
