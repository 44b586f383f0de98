// What the bundled buildx has said of real builds is in recorded/, as it came, but for the source that warnings repeat.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldSteps } from './fold-steps.ts';
import { readSolveStatus, type SolveStatus } from './solve-status.ts';

const lines = (name: string) =>
  readFileSync(join(import.meta.dirname, 'recorded', `${name}.txt`), 'utf8')
    .trim()
    .split('\n');

/** What became of a recorded build. */
function fold(name: string) {
  const steps = foldSteps();
  for (const line of lines(name)) {
    const status = readSolveStatus(line);
    if (status !== undefined) steps.hear(status);
  }
  return steps;
}

const message = (part: object): SolveStatus => {
  const status = readSolveStatus(JSON.stringify(part));
  if (status === undefined) throw new Error('not a message');
  return status;
};

test('reads the steps of a build, their times, what they write and what the checks find', () => {
  const built = fold('first');
  const news = built.reader()();
  expect(news?.steps.map(({ name, state }) => [name, state])).toEqual([
    ['[internal] load build definition from Dockerfile', 'done'],
    ['[internal] load metadata for docker.io/slipway/busybox:latest', 'done'],
    ['[internal] load .dockerignore', 'done'],
    ['[3/3] RUN echo "said hello" | tee /said', 'done'],
    ['[2/3] COPY greeting /greeting', 'done'],
    ['[internal] load build context', 'done'],
    ['[1/3] FROM docker.io/slipway/busybox:latest', 'done'],
    ['exporting to image', 'done'],
    ['resolving provenance for metadata file', 'done'],
  ]);
  const run = news?.steps.find(({ name }) => name.includes('RUN'));
  expect(run?.startedAt).toBe(Date.parse('2026-11-27T00:31:58.769Z'));
  expect((run?.endedAt ?? 0) - (run?.startedAt ?? 0)).toBe(158);
  expect(news?.output).toEqual([{ step: run?.id, text: 'said hello\n', isCut: false }]);
  expect(news?.warnings).toEqual([
    {
      text: "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)",
      detail: "The 'as' keyword should match the case of the 'from' keyword",
      from: 1,
      to: 1,
    },
  ]);
  expect(built.counts()).toEqual({ all: 9, ended: 9, cached: 0 });
});

test('tells what was in the cache, and which step has failed', () => {
  const cached = fold('cached');
  expect(cached.counts()).toMatchObject({ cached: 2 });
  const steps = fold('failed').reader()()?.steps ?? [];
  expect(steps.filter(({ state }) => state === 'failed')).toMatchObject([
    {
      name: '[3/3] RUN echo aground; exit 3',
      failure: 'process "/bin/sh -c echo aground; exit 3" did not complete successfully: exit code: 3',
    },
  ]);
});

test('tells each reader what is new, and no more', () => {
  const steps = foldSteps();
  const read = steps.reader();
  expect(read()).toBeNull();
  steps.hear(
    message({
      vertexes: [
        { digest: 'a', name: 'RUN a' },
        { digest: 'b', name: 'RUN b' },
      ],
    }),
  );
  expect(read()?.steps).toHaveLength(2);
  expect(read()).toBeNull();
  steps.hear(message({ vertexes: [{ digest: 'b', name: 'RUN b', started: '2026-11-26T10:00:00Z' }] }));
  expect(read()).toEqual({
    steps: [expect.objectContaining({ id: 'b', state: 'running' })],
    output: [],
    warnings: null,
  });
  steps.end();
  expect(read()?.steps).toMatchObject([{ id: 'b', state: 'cancelled' }]);
});

test('adds up what moves, and knows a step that was taken back', () => {
  const steps = foldSteps();
  const moved = (id: string, current: number, total: number) => ({ id, vertex: 'a', current, total });
  steps.hear(message({ vertexes: [{ digest: 'a' }], statuses: [moved('x', 5, 10), moved('y', 1, 20)] }));
  expect(steps.reader()()?.steps).toMatchObject([{ bytes: 6, of: 30, note: 'y' }]);
  steps.hear(message({ statuses: [moved('z', 4, 0), { ...moved('elsewhere', 1, 1), vertex: 'b' }] }));
  expect(steps.reader()()?.steps).toMatchObject([{ bytes: 10, of: null }]);
  const error =
    'process "/bin/sh -c sleep 600" did not complete successfully: exit code: 137: context canceled';
  steps.hear(message({ vertexes: [{ digest: 'a', error }] }));
  expect(steps.reader()()?.steps).toMatchObject([{ state: 'cancelled' }]);
});

test('passes over what is no message, and keeps no more steps than there is room for', () => {
  for (const line of ['', 'ERROR: {', '{', '[]', '{"vertexes":[{}]}', '{"logs":[{"vertex":1}]}'])
    expect(readSolveStatus(line)).toBeUndefined();
  const steps = foldSteps();
  const many = Array.from({ length: 6_000 }, (_, index) => ({
    digest: `s${index}`,
    name: 'x'.repeat(30_000),
  }));
  steps.hear(message({ vertexes: many.slice(0, 10) }));
  expect(steps.reader()()?.steps[0]?.name).toHaveLength(20_000);
  steps.hear(message({ vertexes: many.map(({ digest }) => ({ digest })) }));
  expect(steps.counts().all).toBe(5_000);
});
