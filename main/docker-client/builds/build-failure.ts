import type { FailedLines } from '../../contract/builds.ts';
import { type ErrorCode, type Failure, SlipwayError } from '../../contract/errors.ts';

/** A reason for which a build fails, as BuildKit's words tell it. The first that fits counts. */
interface Reason {
  readonly piece: RegExp;
  readonly code?: ErrorCode;
  /** Completes "Could not build …: ". */
  readonly words: (found: RegExpExecArray) => string;
  readonly hint: string;
}

const reasons: readonly Reason[] = [
  {
    piece: /process "(?:\/bin\/sh -c )?([\s\S]*)" did not complete successfully: exit code: (\d+)/,
    words: ([, command = '', code]) => `\`${shortened(command)}\` ended with exit code ${code}`,
    hint: 'What it wrote before that says why.',
  },
  {
    piece: /failed to read dockerfile: open ([^:]+): no such file or directory/,
    code: 'not-found',
    words: ([, file]) => `there is no ${file}`,
    hint: 'Choose the Dockerfile again.',
  },
  {
    piece: /dockerfile parse error on line \d+: ([\s\S]*)/,
    words: ([, what]) => `the Dockerfile cannot be read: ${what}`,
    hint: 'Mend that line of the Dockerfile.',
  },
  {
    piece: /target stage "([^"]*)" could not be found/,
    code: 'not-found',
    words: ([, stage]) => `the Dockerfile has no stage ${stage}`,
    hint: 'Choose one of its stages, or none for the last one.',
  },
  {
    piece: /(?:failed to calculate checksum|failed to compute cache key)[\s\S]*?"([^"]*)": not found/,
    code: 'not-found',
    words: ([, file]) => `the folder has no ${file}`,
    hint: 'Look at the path, and whether .dockerignore leaves it out.',
  },
  {
    piece: /secret (\S+): not found/,
    code: 'not-found',
    words: ([, secret]) => `the Dockerfile wants the secret ${secret}`,
    hint: 'Give it under Secrets.',
  },
  {
    piece: /no space left on device/i,
    code: 'disk-full',
    words: () => 'the engine’s disk is full',
    hint: 'Prune the build cache, or make the disk larger with `slipway disk resize`.',
  },
  {
    piece: /exec format error|exec \/bin\/sh: no such file/i,
    words: () => 'a program of the image is made for another processor, or is not there',
    hint: 'Choose a base image for the platform that the engine runs on.',
  },
  {
    piece: /pull access denied|authorization failed|insufficient_scope/i,
    code: 'not-found',
    words: () => 'a base image does not exist, or is private',
    hint: 'Check the name after FROM. For a private one log in with `slipway docker login`.',
  },
  {
    piece: /failed to resolve source metadata for (\S+?): /i,
    words: ([, image]) => `the base image ${image} cannot be had from its registry`,
    hint: 'Check the name after FROM and the network, or build on an image that is here.',
  },
  {
    piece: /multi-platform build is not supported/i,
    words: () => 'the engine builds for one platform at a time',
    hint: 'Name one platform, or none for the engine’s own.',
  },
  {
    piece:
      /cannot connect to the docker daemon|error during connect|connection refused|error reading from server: EOF/i,
    code: 'engine-unreachable',
    words: () => 'the engine does not answer',
    hint: 'Look at how the engine is, and build again.',
  },
];

/** Why a build failed, by BuildKit's words; undefined where they have to speak for themselves. */
export function buildReason(
  said: string,
): { readonly code: ErrorCode; readonly words: string; readonly hint: string } | undefined {
  for (const { piece, code = 'engine-request-failed', words, hint } of reasons) {
    const found = piece.exec(said);
    if (found !== null) return { code, words: words(found).trim(), hint };
  }
  return undefined;
}

/** What went wrong with a build, by what buildx has said; its own words are the detail. */
export function buildFailure(name: string, words: string): Failure {
  const said = reasonIn(words);
  const known = buildReason(said);
  if (known !== undefined)
    return {
      ...{ code: known.code, hint: known.hint, detail: words },
      message: `Could not build ${name}: ${known.words}.`,
    };
  return {
    code: 'engine-request-failed',
    message: `Could not build ${name}: ${said || 'buildx has ended without a word'}`,
    hint: '',
    detail: words,
  };
}

/** A command of buildx other than a build that has failed. */
export function buildxError(doing: string, words: string): SlipwayError {
  const failure = buildFailure('', words);
  if (failure.code === 'engine-unreachable')
    return new SlipwayError({
      ...failure,
      message: `Could not ${doing}: the engine does not answer.`,
      hint: 'Look at how the engine is, and try again.',
    });
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not ${doing}: ${reasonIn(words)}`,
    hint: '',
    detail: words,
  });
}

/** What stands behind the last `ERROR:`, without what is there every time. */
function reasonIn(words: string): string {
  const at = words.lastIndexOf('ERROR: ');
  return words
    .slice(at < 0 ? 0 : at + 'ERROR: '.length)
    .replace(/^(?:failed to (?:build|solve): )+/, '')
    .trim();
}

function shortened(command: string): string {
  const line = command.replaceAll('`', "'").replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** The lines of the Dockerfile that buildx shows with a failure; null where it shows none. */
export function failedLines(words: string): FailedLines | null {
  const found = /^(.+):\d+\n-{5,}\n((?:.*\n)*?)-{5,}$/m.exec(words);
  const [, file = '', body = ''] = found ?? [];
  const lines = body.split('\n').flatMap((line) => {
    const [, number, mark, text = ''] = /^\s*(\d+) \| (>>>|\s{3}) ?(.*)$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number: Number(number), text, isMeant: mark === '>>>' }];
  });
  return lines.length === 0 ? null : { file, lines };
}
