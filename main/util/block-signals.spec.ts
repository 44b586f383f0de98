import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { blockSignals } from './block-signals.ts';
import { isSignalPending } from './pending-signals.ts';
import { abortAfter, poll } from './wait.ts';

const signal = () => abortAfter(5_000);

it.runIf(process.platform === 'linux')('makes a process deaf to SIGTERM, which waits there', async () => {
  const line = await blockSignals({ command: 'sleep', parameters: ['60'] });
  const child = spawn(line.command, line.parameters, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  // Until env has become the program.
  await poll(5, signal(), async () =>
    (await readFile(`/proc/${pid}/comm`, 'utf8')) === 'sleep\n' ? true : undefined,
  );
  expect(await isSignalPending(pid, 'SIGTERM')).toBe(false);
  child.kill('SIGTERM');
  await poll(5, signal(), async () => ((await isSignalPending(pid, 'SIGTERM')) ? true : undefined));
  expect(await isSignalPending(pid, 'SIGHUP')).toBe(false);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
});

it('tells nothing of a process that is gone', async () => {
  expect(await isSignalPending(2 ** 30, 'SIGTERM')).toBe(false);
});
