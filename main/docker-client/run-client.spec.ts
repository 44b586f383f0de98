import { afterEach, expect, it, vi } from 'vitest';
import { never } from '../util/wait.ts';
import { runInstead } from './run-client.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('does not touch the streams that it hands over', async () => {
  // Opening them makes a pipe non-blocking for who has it, too: its reads then fail in the middle.
  const opened = (['stdin', 'stdout', 'stderr'] as const).map((name) => vi.spyOn(process, name, 'get'));
  const onStarted = vi.fn();
  const end = await runInstead('/bin/sh', ['-c', 'exit 3'], process.env, never, onStarted);
  expect(onStarted).toHaveBeenCalledOnce();
  expect(end).toEqual({ kind: 'code', code: 3 });
  expect(opened.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0]);
});

it('says which program could not be started', async () => {
  const onStarted = vi.fn();
  const failed = runInstead('/no/such/program', [], process.env, never, onStarted);
  await expect(failed).rejects.toMatchObject({
    code: 'client-missing',
    message: expect.stringContaining('/no/such/program could not be started'),
  });
  expect(onStarted).not.toHaveBeenCalled();
});
