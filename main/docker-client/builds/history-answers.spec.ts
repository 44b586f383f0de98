// The answers are those of the bundled buildx, shortened.
import { expect, test } from 'vitest';
import { readDetails } from './history-answers.ts';

const failed = {
  ...{ Name: 'missing', Ref: 'q0y3oz7w9kl86iqzudjapndxt', Context: '/tmp/missing', Dockerfile: 'Dockerfile' },
  ...{ StartedAt: '2026-11-27T00:32:00.289043137Z', CompletedAt: '2026-11-27T00:32:00.320735239Z' },
  ...{ Duration: 31692102, Status: 'failed', NumCompletedSteps: 6, NumTotalSteps: 6, NumCachedSteps: 1 },
  Error: {
    Code: 2,
    Message: 'failed to compute cache key: failed to calculate checksum of ref b8::zl: "/nothing": not found',
    Name: '[2/2] COPY nothing /greeting',
    Sources:
      'RG9ja2VyZmlsZToyCi0tLS0tLS0tLS0tLS0tLS0tLS0tCiAgIDEgfCAgICAgRlJPTSBzbGlwd2F5L2J1c3lib3gKICAgMiB8ID4+PiBDT1BZIG5vdGhpbmcgL2dyZWV0aW5nCiAgIDMgfCAgICAgCi0tLS0tLS0tLS0tLS0tLS0tLS0tCgo=',
  },
  BuildArgs: [{ Name: 'WORD', Value: 'tide' }],
  Config: { ImageResolveMode: 'local' },
};

test('reads why one has failed, at which line, and what it was made with', () => {
  const build = readDetails('default/default/q0y3oz7w9kl86iqzudjapndxt', JSON.stringify(failed));
  expect(build?.state).toMatchObject({
    kind: 'failed',
    failure: { message: 'Could not build missing: the folder has no /nothing.' },
    lines: { lines: [{ isMeant: false }, { number: 2, text: 'COPY nothing /greeting', isMeant: true }, {}] },
  });
  expect(build?.description).toMatchObject({
    folder: '/tmp/missing',
    arguments: [{ name: 'WORD', value: 'tide' }],
    isWithoutCache: false,
  });
});

test('reads one that was cancelled, one that goes on and one that is done', () => {
  const kind = (part: object) =>
    readDetails(failed.Ref, JSON.stringify({ ...failed, Error: undefined, ...part }))?.state.kind;
  expect(kind({ Status: 'canceled', Error: { Code: 1, Message: 'context canceled' } })).toBe('cancelled');
  expect(kind({ Status: 'running', CompletedAt: undefined })).toBe('running');
  expect(kind({ Status: 'completed' })).toBe('done');
  expect(() => readDetails('r', 'nothing')).toThrow();
});

test('tells one from another that stands in its place by now', () => {
  expect(readDetails('default/default/r', JSON.stringify(failed))).toBeUndefined();
});
