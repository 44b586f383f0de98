import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { homePaths } from '../../main/home/paths.ts';
import { forgetRuns, lastRuns, type ProgramRun } from './last-programs.ts';

/*
 * A test that fails once in many runs leaves nothing to look at: its home is removed, and an assertion on an exit code does not say what
 * the program said. So a failure is told together with what was run and logged before it.
 */

/** How much of an output is shown, in characters, and how much of a log, in lines: their ends. */
const shown = { characters: 2_000, lines: 30 };

beforeEach(forgetRuns);

afterEach(async ({ task }) => {
  const error = task.result?.errors?.[0];
  if (error === undefined) return;
  const runs = lastRuns();
  const homes = new Set(runs.flatMap(({ home }) => home ?? []));
  const logs = await Promise.all([...homes].map(logOf));
  const told = [...runs.map(wordsOf), ...logs].join('\n');
  if (told !== '') error.message += `\n\nBefore it failed:\n${told}\n`;
});

function wordsOf({ program, parameters, result }: ProgramRun): string {
  const command = `$ ${[basename(program), ...parameters].join(' ')}`;
  if (result === undefined) return `${command}\n  has not ended`;
  const { code, signal, stdout, stderr, durationMs } = result;
  return [
    `${command}\n  ended with ${signal ?? code} after ${Math.round(durationMs)} ms`,
    ...(stdout === '' ? [] : [indented(`stdout: ${endOf(stdout)}`)]),
    ...(stderr === '' ? [] : [indented(`stderr: ${endOf(stderr)}`)]),
  ].join('\n');
}

async function logOf(home: string): Promise<string> {
  const { supervisorLog } = homePaths(home);
  const text = await readFile(supervisorLog, 'utf8').catch(String);
  return `${supervisorLog}\n${indented(text.trimEnd().split('\n').slice(-shown.lines).join('\n'))}`;
}

function endOf(text: string): string {
  return text.trimEnd().slice(-shown.characters);
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
