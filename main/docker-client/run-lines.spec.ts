import { expect, it, vi } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { type LinesOptions, runLines } from './run-lines.ts';

/** Runs a script, and answers its lines with how it ended. */
async function run(script: string, options: Partial<LinesOptions> = {}) {
  const lines: string[] = [];
  const code = await runLines({
    ...{ program: '/bin/sh', parameters: ['-c', script], environment: process.env },
    onLine: (line, isError) => lines.push(isError ? `! ${line}` : line),
    signal: abortAfter(20_000),
    ...options,
  });
  return { code, lines };
}

it('tells each line of both outputs, the last one without an end, too', async () => {
  const onStarted = vi.fn();
  const { code, lines } = await run('cat; echo wrong >&2; printf last; exit 3', {
    input: 'given\n',
    onStarted,
  });
  expect(onStarted).toHaveBeenCalledOnce();
  expect(code).toBe(3);
  expect(lines.toSorted()).toEqual(['! wrong', 'given', 'last']);
});

it('cuts a line that is too long', async () => {
  expect((await run('echo 123456789', { longestLine: 4 })).lines).toEqual(['1234']);
});

it('ends what it has started with it, when that does not hear either', async () => {
  const stop = new AbortController();
  // What is started here holds the outputs open.
  const { code } = await run('trap "" INT; echo begun; sleep 600', {
    graceMs: 50,
    onLine: () => stop.abort(),
    signal: stop.signal,
  });
  expect(code).toBeNull();
});

it('says what could not be started', async () => {
  const onStarted = vi.fn();
  const failed = run('', { program: '/no/such/program', onStarted });
  await expect(failed).rejects.toMatchObject({
    code: 'client-missing',
    message: expect.stringContaining('/no/such/program could not be started'),
  });
  await expect(run('', { folder: '/no/such/folder' })).rejects.toThrow(
    'could not be started in /no/such/folder',
  );
  await expect(run('', { signal: AbortSignal.abort(), onStarted })).rejects.toThrow();
  expect(onStarted).not.toHaveBeenCalled();
});
