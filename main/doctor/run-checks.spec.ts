import { expect, it } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { homePaths } from '../home/paths.ts';
import { never, untilAborted } from '../util/wait.ts';
import { type Check, ok, skipped, warning } from './check.ts';
import { viewOf } from './fakes/fake-view.ts';
import { runChecks } from './run-checks.ts';

const view = viewOf(homePaths('/nowhere'));
const check = (name: string, look: Check['look']): Check => ({ name, title: name.toUpperCase(), look });
const run = (...checks: readonly Check[]) => runChecks(view, { checks, signal: never, deadlineMs: 50 });

it('tells what each has found, in their order, and the worst of all', async () => {
  const heard: string[] = [];
  const checks = [
    check('a', async () => ok('fine')),
    check('b', async () => [skipped('not there'), warning('slow', 'Hurry.')]),
  ];
  const report = await runChecks(view, { checks, signal: never, onResult: ({ name }) => heard.push(name) });
  expect(heard).toEqual(['a', 'b', 'b']);
  expect(report).toEqual({
    verdict: 'warning',
    checks: [
      { name: 'a', title: 'A', verdict: 'ok', message: 'fine', hint: '' },
      { name: 'b', title: 'B', verdict: 'skipped', message: 'not there', hint: '' },
      { name: 'b', title: 'B', verdict: 'warning', message: 'slow', hint: 'Hurry.' },
    ],
  });
  expect(await run(check('a', async () => [skipped('x')]))).toMatchObject({ verdict: 'ok' });
});

it('takes what is thrown for a failure in its own words, and goes on', async () => {
  const error = new SlipwayError({ code: 'qemu-missing', message: 'No QEMU.', hint: 'Install it.' });
  const report = await run(
    check('a', () => Promise.reject(error)),
    check('b', async () => ok('fine')),
  );
  expect(report).toMatchObject({
    verdict: 'failure',
    checks: [{ verdict: 'failure', message: 'No QEMU.', hint: 'Install it.' }, { verdict: 'ok' }],
  });
});

it('does not wait for one that does not come to its end, and stops it', async () => {
  let stopped = false;
  const report = await run(
    check('a', (_, signal) =>
      untilAborted(signal).finally(() => {
        stopped = true;
      }),
    ),
    check('b', async () => ok('fine')),
  );
  expect(report.checks[0]).toMatchObject({ verdict: 'failure', message: expect.stringContaining('A: ') });
  expect(report.checks[1]).toMatchObject({ verdict: 'ok' });
  expect(stopped).toBe(true);
});

it('ends when whoever asked goes away', async () => {
  const leaving = new AbortController();
  const running = runChecks(view, {
    checks: [check('a', (_, signal) => untilAborted(signal))],
    signal: leaving.signal,
  });
  leaving.abort(new Error('gone'));
  await expect(running).rejects.toThrow('gone');
});
