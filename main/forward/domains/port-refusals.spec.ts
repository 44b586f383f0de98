import { expect, it } from 'vitest';
import { problemOf, publishedToo, type Refusal, refusalOf } from './port-refusals.ts';

const taken = (port: number, more: Partial<Refusal> = {}): Refusal => ({
  ...{ port, words: 'is taken by process 9 (nginx)', help: 'End it (`kill 9`)', isHelpEnough: false },
  holder: { pid: 9, name: 'nginx' },
  ...more,
});
const byHome = (port: number) =>
  taken(port, { words: 'is taken by process 9 (Slipway of /tmp/other)', help: null });

it('says nothing where nothing was refused', () => {
  expect(problemOf([], 'domains.httpPort')).toBeNull();
});

it.each([
  [[taken(80)], 'End it (`kill 9`), or choose another port: `slipway settings set domains.httpPort 8080`.'],
  [[byHome(80)], 'Choose another port: `slipway settings set domains.httpPort 8080`.'],
  [[byHome(8080), taken(8081)], 'Choose another port: `slipway settings set domains.httpPort 8082`.'],
  [
    [publishedToo(80)],
    'Publish another port, or none: it is reached as NAME.slipway.localhost all the same.',
  ],
  [[publishedToo(80), byHome(7080)], 'Choose another port: `slipway settings set domains.httpPort 8080`.'],
])('advises, for %j', (refusals, hint) => {
  expect(problemOf(refusals, 'domains.httpPort')?.hint).toBe(hint);
});

it('tells of both ports when neither is to be had', () => {
  expect(problemOf([byHome(80), byHome(7080)], 'domains.httpPort')?.message).toBe(
    'Port 80 of this computer is taken by process 9 (Slipway of /tmp/other), and port 7080 is taken by process 9 (Slipway of /tmp/other).',
  );
});

it('passes on what it does not know', async () => {
  const refusal = await refusalOf(80, Object.assign(new Error('no buffers'), { code: 'ENOBUFS' }));
  expect(refusal).toMatchObject({ words: 'cannot be opened: no buffers', help: null, holder: null });
});
