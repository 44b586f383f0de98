import { z } from 'zod';
import type { BuildWarning, DockerfileCheck } from '../../contract/builds.ts';
import type { HomePaths } from '../../home/paths.ts';
import { withDeadline } from '../../util/wait.ts';
import { buildxError } from './build-failure.ts';
import { runBuildx } from './run-buildx.ts';

/** Milliseconds: a check may ask a registry for a base image. */
const deadlineMs = 60_000;

/** Most warnings that are told, and letters of each. */
const mostWarnings = 200;
const longestText = 4_000;

/** Letters of an answer that are read: it repeats the Dockerfile. */
const longestAnswer = 8_388_608;

/** Has BuildKit check a text as the Dockerfile of a folder. */
export type CheckDockerfile = (
  asked: { readonly folder: string; readonly text: string; readonly target: string },
  signal: AbortSignal,
) => Promise<DockerfileCheck>;

/** Checks with a home's engine; it is not woken for that. */
export function checkAt(paths: HomePaths): CheckDockerfile {
  return async ({ folder, text, target }, signal) => {
    const lines: string[] = [];
    let letters = 0;
    const onOutput = (line: string) => {
      letters += line.length;
      if (letters <= longestAnswer) lines.push(line);
    };
    const parameters = [
      ...[
        'build',
        '--builder',
        'default',
        '--call',
        'check,format=json',
        '--progress',
        'quiet',
        '--file',
        '-',
      ],
      ...(target === '' ? [] : ['--target', target]),
      ...['--', folder],
    ];
    const failure = {
      message: `Could not check the Dockerfile: no answer came within ${deadlineMs / 1_000} seconds.`,
      hint: 'The engine may be busy, or a registry slow to answer.',
    };
    const { words } = await withDeadline(deadlineMs, signal, failure, (until) =>
      runBuildx(paths, { parameters, input: text, onOutput, isReading: true, signal: until }),
    );
    // It fails where there are warnings, too: what counts is whether it has told them.
    const told = readCheck(lines.join('\n'));
    if (told === undefined) throw buildxError('check the Dockerfile', words);
    return told;
  };
}

const position = z.object({ line: z.number().default(0) }).nullish();

const location = z
  .object({ ranges: z.array(z.object({ start: position, end: position })).nullish() })
  .nullish();

const answer = z.object({
  warnings: z
    .array(
      z.object({
        ruleName: z.string().default(''),
        description: z.string().default(''),
        detail: z.string().default(''),
        location,
      }),
    )
    .nullish(),
  buildError: z.object({ message: z.string().default(''), location }).nullish(),
});

/** Reads what `--call check,format=json` writes; undefined for anything else. */
export function readCheck(json: string): DockerfileCheck | undefined {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    return undefined;
  }
  const read = answer.safeParse(given);
  if (!read.success) return undefined;
  const { warnings, buildError } = read.data;
  return {
    warnings: (warnings ?? []).slice(0, mostWarnings).map((warning) => ({
      text: `${warning.ruleName}: ${warning.detail || warning.description}`.slice(0, longestText),
      detail: warning.description.slice(0, longestText),
      ...linesOf(warning.location),
    })),
    error: buildError
      ? { text: buildError.message.slice(0, longestText), detail: '', ...linesOf(buildError.location) }
      : null,
  };
}

function linesOf(where: z.output<typeof location>): Pick<BuildWarning, 'from' | 'to'> {
  const [first] = where?.ranges ?? [];
  const from = first?.start?.line ?? 0;
  return from > 0 ? { from, to: Math.max(from, first?.end?.line ?? from) } : { from: null, to: null };
}
