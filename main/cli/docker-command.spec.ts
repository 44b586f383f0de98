import { expect, it } from 'vitest';
import { notRunning } from './docker-command.ts';

it('says why docker has nothing to talk to, and what to try', () => {
  const ended = { code: 'vm-exited', message: 'The VM ended unexpectedly.', hint: 'Start it.' } as const;
  expect(notRunning({ state: 'stopped', host: null, problems: [ended] })).toMatchObject({
    code: 'not-running',
    message: 'Docker has nothing to talk to. The VM ended unexpectedly.',
    hint: 'Start it.',
  });
});
