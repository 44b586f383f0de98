// The answers are those of the bundled buildx, shortened.
import { expect, test } from 'vitest';
import { failedIn, readDetails, readList } from './history-answers.ts';

const list = [
  '{"cached_steps":1,"completed_at":"2026-11-27T00:32:07.561359676Z","completed_steps":5,"created_at":"2026-11-27T00:32:03.640721295Z","name":"calm","ref":"default/default/iw7ldaa9our986oe0lv8nd3jw","status":"Error","total_steps":5}',
  '{"cached_steps":1,"completed_at":"2026-11-27T00:31:59.675180457Z","completed_steps":7,"created_at":"2026-11-27T00:31:59.498088Z","name":"wreck","ref":"default/default/hnjdzm98hlkdsxfys0aus7k53","status":"Error","total_steps":7}',
  '{"cached_steps":0,"completed_steps":1,"created_at":"2026-11-27T00:31:59Z","name":"","ref":"default/default/rlnvkxa7kwdx24cr7hesf7ok4","status":"Running","total_steps":8}',
  'no answer',
  '{"ref":"../../etc/pass wd","status":"Error","created_at":"2026-11-27T00:31:59Z"}',
];

test('reads the list, and tells what was cancelled from what has failed', () => {
  const failed = failedIn(list);
  expect(failed).toEqual([
    'default/default/iw7ldaa9our986oe0lv8nd3jw',
    'default/default/hnjdzm98hlkdsxfys0aus7k53',
  ]);
  const builds = readList(list, (ref) => ref === failed[0]);
  expect(builds.map(({ name, state }) => [name, state.kind])).toEqual([
    ['calm', 'cancelled'],
    ['wreck', 'failed'],
    ['rlnvkxa7kwdx', 'running'],
  ]);
  expect(builds[1]).toEqual({
    ...{ id: failed[1], ref: failed[1], name: 'wreck', isOurs: false, description: null },
    ...{ startedAt: Date.parse('2026-11-27T00:31:59.498Z'), endedAt: Date.parse('2026-11-27T00:31:59.675Z') },
    ...{ steps: { all: 7, ended: 7, cached: 1 }, state: { kind: 'failed', failure: null, lines: null } },
  });
});

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
