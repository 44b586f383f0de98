import type { ComposeTask } from '../contract/compose.ts';
import { SlipwayError } from '../contract/errors.ts';
import { buildReason } from '../docker-client/builds/build-failure.ts';
import { type PlainReason, plainReason, withoutNoise } from '../engine/plain-reason.ts';
import { registryReason } from '../engine/transfers/transfer-failure.ts';

/** What a task does, to complete `Could not …`. */
const doing: Readonly<Record<ComposeTask['verb'], string>> = {
  up: 'bring up',
  down: 'take down',
  start: 'start',
  stop: 'stop',
  restart: 'restart',
  pull: 'pull the images of',
  build: 'build the images of',
  scale: 'scale',
  watch: 'watch the files of',
};

interface Rule {
  readonly piece: RegExp;
  /** Completes `Could not bring up shop: `; the message's own words without it. */
  readonly words?: (found: readonly string[]) => string;
  readonly hint: string;
}

/** Compose's and the engine's words, and what they mean. */
const rules: readonly Rule[] = [
  {
    piece: /failed to bind host port (?:for )?(\S+?:\d{1,5})(?::\S+)?(?:\/(?:tcp|udp))?: .*in use/,
    words: ([port = '']) => `port ${port} is taken by another program on this computer`,
    hint: 'Choose another host port in the file, or end what uses it.',
  },
  {
    piece: /dependency cycle detected: (.+)/,
    words: ([circle = '']) => `its services wait for each other in a circle: ${circle}`,
    hint: 'Take one of these out of `depends_on`.',
  },
  {
    piece: /required variable (\S+) is missing a value(?:: (.+))?/,
    words: ([name = '', said = '']) => `the variable ${name} has no value${said === '' ? '' : ` (${said})`}`,
    hint: 'Write it into the file `.env` beside the Compose file, as NAME=value.',
  },
  {
    piece: /dockerfile: no such file|failed to read dockerfile/i,
    words: () => 'there is no Dockerfile where `build` names one',
    hint: 'Make it, or write another place into `build`.',
  },
  {
    piece:
      /unable to prepare context: path "([^"]+)" not found|(?:resolve ?: )?lstat (.+?): no such file or directory/,
    words: ([path, resolved = '']) => `the folder ${path ?? resolved} that \`build\` names is not there`,
    hint: 'Make it, or write another one into `build`.',
  },
  {
    piece: /open (.+?): no such file or directory/,
    words: ([file = '']) => `the file ${file} is not there`,
    hint: 'Put it back, or forget the project and add it from where it is now.',
  },
  {
    piece: /env file (.+?) not found/,
    words: ([file = '']) => `the env file ${file} is not there`,
    hint: 'Make it, or take it out of `env_file`.',
  },
  {
    piece: /pull access denied for ([^\s,]+)/,
    words: ([image = '']) => `there is no image ${image} that can be pulled`,
    hint: 'Check its name; for a private one log in to its registry first.',
  },
  {
    piece: /manifest for (\S+) not found|failed to resolve reference "?([^"\s]+?)"?: .*not found/,
    words: ([known, resolved = '']) => `the registry has no image ${known ?? resolved}`,
    hint: 'Check its name and its tag.',
  },
  {
    piece: /none of the selected services is configured for watch/,
    words: () => 'none of its services has a section `develop` with `watch`',
    hint: 'Say in the file what is to be watched; the template “A program with a database” has an example.',
  },
  {
    piece: /no such service: (\S+)/,
    words: ([service = '']) => `there is no service ${service}`,
    hint: 'It may belong to a profile that is not switched on.',
  },
  {
    piece: /(?:Cannot connect to the Docker daemon|error during connect)/,
    words: () => 'the engine does not answer',
    hint: 'Start it in the Engine view, and try again.',
  },
  {
    piece: /(?:^|: )(validating \S+: |yaml: |.*invalid compose project)/,
    hint: 'The editor shows the place in the file.',
  },
];

/** Most characters of Compose's words that are in a message: all of them are in the details. */
const longest = 500;

/** Why a task failed, for people, from what Compose wrote. */
export function explainFailure(
  project: string,
  task: ComposeTask,
  errors: readonly string[],
  output: readonly string[],
): SlipwayError {
  const said = errors.at(-1) ?? output.findLast((line) => line.trim() !== '') ?? 'Compose did not say why';
  const { words, hint } = explain(said);
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not ${doing[task.verb]} ${project}: ${words.replace(/[.\s]+$/, '')}.`,
    hint,
    detail: withoutNoise([...new Set([...output.slice(-40), ...errors])].join('\n')),
  });
}

/** What Compose's words mean, and what to try. */
export function explain(said: string): PlainReason {
  const known = plainReason(said);
  if (known !== undefined) return known;
  for (const { piece, words, hint } of rules) {
    const found = piece.exec(said);
    if (found !== null) return { words: words?.(found.slice(1)) ?? shortened(said), hint };
  }
  const ofOthers = ofRegistry(said) ?? ofBuild(said);
  if (ofOthers !== undefined) return ofOthers;
  return { words: shortened(said), hint: 'The details have all that Compose wrote.' };
}

/** What a registry did not give, where the words name one or are of nothing else. */
function ofRegistry(said: string): PlainReason | undefined {
  const [, asked, looked] = /(?:Get|Head|Post) "?https?:\/\/([^/\s"]+)|lookup (\S+)/.exec(said) ?? [];
  const host = asked ?? looked;
  if (host === undefined && !/for digest|commit digest/.test(said)) return undefined;
  return registryReason(said, host ?? 'its registry');
}

/** Why a step of a build failed. */
function ofBuild(said: string): PlainReason | undefined {
  return /failed to (?:solve|build)/.test(said) ? buildReason(said) : undefined;
}

/** The engine's name for itself before its words says nothing. */
function shortened(said: string): string {
  const plain = withoutNoise(said.replace(/^Error response from daemon: /, '').trim());
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
