import { expect, test } from 'vitest';
import type { Build, BuildStep } from '../../main/contract/builds.ts';
import { attachmentText, buildNote, inOrder, materialText, stepSpans, stepTime } from './build-text.ts';

const step = (part: Partial<BuildStep>): BuildStep => ({
  ...{ id: 'a', name: 'RUN make', state: 'waiting', startedAt: null, endedAt: null },
  ...{ bytes: null, of: null, note: '', failure: '' },
  ...part,
});

test('says how long a step took', () => {
  expect(stepTime(step({}), 9_000)).toBe('');
  expect(stepTime(step({ state: 'running', startedAt: 1_000 }), 3_500)).toBe('2.5 s');
  expect(stepTime(step({ state: 'done', startedAt: 1_000, endedAt: 1_040 }), 9_000)).toBe('40 ms');
  expect(stepTime(step({ state: 'cached', startedAt: 1_000, endedAt: 1_000 }), 9_000)).toBe('cached');
  expect(stepTime(step({ state: 'cancelled', startedAt: 1_000 }), 9_000)).toBe('cancelled');
});

test('places each step in the time of all', () => {
  const spans = stepSpans(
    [
      step({ state: 'done', startedAt: 1_000, endedAt: 2_000 }),
      step({ state: 'running', startedAt: 3_000 }),
      step({}),
      step({ state: 'cached', startedAt: 1_000, endedAt: 1_000 }),
    ],
    5_000,
  );
  expect(spans).toEqual([
    { from: 0, length: 0.25 },
    { from: 0.5, length: 0.5 },
    null,
    { from: 0, length: 0 },
  ]);
  expect(stepSpans([step({})], 5_000)).toEqual([null]);
  expect(stepSpans([], 5_000)).toEqual([]);
});

test('says of a build what it is at', () => {
  const build: Pick<Build, 'state' | 'steps' | 'startedAt' | 'endedAt'> = {
    ...{ state: { kind: 'running' }, steps: { all: 12, ended: 7, cached: 3 }, startedAt: 0, endedAt: null },
  };
  expect(buildNote(build, 4_200)).toBe('7 of 12 steps, 3 cached, 4.2 s');
  expect(buildNote({ ...build, steps: { all: 0, ended: 0, cached: 0 } }, 900)).toBe('900 ms');
  const done = { ...build, state: { kind: 'done', image: null }, endedAt: 1_000 } as const;
  expect(buildNote({ ...done, steps: { all: 1, ended: 1, cached: 0 } }, 9_000)).toBe('1 step, 1.0 s');
});

test('puts steps into the order in which they go on', () => {
  const steps = [
    step({ id: 'last' }),
    step({ id: 'second', startedAt: 2 }),
    step({ id: 'third' }),
    step({ id: 'first', startedAt: 1 }),
  ];
  expect(inOrder(steps).map(({ id }) => id)).toEqual(['first', 'second', 'third', 'last']);
});

test.each([
  ['pkg:docker/slipway/busybox@latest?platform=linux%2Famd64', 'slipway/busybox:latest, linux/amd64'],
  ['pkg:docker/localhost:5000/web@2?platform=', 'localhost:5000/web:2'],
  ['pkg:docker/scratch', 'scratch'],
  ['https://example.com/quay.git#main', 'https://example.com/quay.git#main'],
  ['pkg:docker/', 'pkg:docker/'],
])('calls what a build was made from by what it is (%s)', (address, text) => {
  expect(materialText(address)).toBe(text);
});

test.each([
  ['https://slsa.dev/provenance/v0.2', 'Provenance, SLSA v0.2'],
  ['https://spdx.dev/Document', 'List of packages, SPDX'],
  ['application/vnd.docker.container.image.v1+json', 'Image'],
  ['application/vnd.oci.image.index.v1+json', 'Image'],
  ['application/octet-stream', 'application/octet-stream'],
])('calls what is kept by what it is (%s)', (kind, text) => {
  expect(attachmentText(kind)).toBe(text);
});
