import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { type HeardOutput, hearOutput } from './fakes/heard-output.ts';
import { type LogSource, printLogs } from './logs-command.ts';

let paths: HomePaths;
let output: HeardOutput;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'logs-')));
  await mkdir(paths.logs);
  output = hearOutput();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(paths.home, { recursive: true, force: true });
});

const endOf = async (source: LogSource) => {
  output.printed = '';
  await printLogs(paths, { source, lines: 2, follow: false });
  return output.printed;
};

it('prints the end of whichever log is asked for', async () => {
  const files = [
    ['supervisor', paths.supervisorLog],
    ['console', paths.consoleLog],
    ['qemu', paths.qemuLog],
    ['shares', paths.sharesLog],
  ] as const;
  for (const [source, path] of files) await writeFile(path, `first\nsecond\n${source}\n`);
  for (const [source] of files) expect(await endOf(source)).toBe(`second\n${source}\n`);
});

it('says which log is not there, where it would be, and what makes it', async () => {
  await expect(endOf('shares')).rejects.toMatchObject({
    code: 'not-found',
    message: `There is no shares log yet (${paths.sharesLog}).`,
    hint: expect.stringContaining('shared folders'),
  });
  await expect(endOf('qemu')).rejects.toMatchObject({ hint: expect.stringContaining('slipway start') });
});
