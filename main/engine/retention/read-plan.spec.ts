import { expect, test } from 'vitest';
import { candidateOf } from './read-plan.ts';

const measured = {
  ...{ Id: 'sha256:1', RepoTags: ['web:1', '<none>:<none>'], Containers: 0 },
  ...{ Created: 100, Size: 900, SharedSize: 200 },
};
const step = (layer: string | null, size: number) => ({
  createdBy: '',
  comment: '',
  createdAt: null,
  size,
  layer,
});

test('an image came when it last got a name here, and is made of layers', () => {
  const details = {
    history: [step('a', 200), step(null, 0), step('b', 700)],
    layers: ['a', 'b'],
    taggedAt: 5_000,
  };
  const candidate = candidateOf(measured, details);
  expect(candidate).toMatchObject({ tags: ['web:1'], isKept: false, cameAt: 5_000 });
  expect(candidate.layers.map(({ bytes }) => bytes)).toEqual([200, 700]);
});

test('the same layer over another is another', () => {
  const of = (layers: readonly string[]) =>
    candidateOf(measured, { layers, taggedAt: null, history: layers.map((layer) => step(layer, 1)) }).layers;
  expect(of(['a', 'b'])[0]).toEqual(of(['a', 'c'])[0]);
  expect(of(['a', 'b'])[1]?.id).not.toBe(of(['c', 'b'])[1]?.id);
});

test('where the engine does not tell the layers’ sizes, what no other has counts', () => {
  const details = { history: [step(null, 900)], layers: ['a', 'b'], taggedAt: null };
  expect(candidateOf(measured, details)).toMatchObject({
    layers: [{ id: 'sha256:1', bytes: 700 }],
    cameAt: 100_000,
  });
});

test('what a container has stays, and what Slipway brought', () => {
  const details = { history: [], layers: [], taggedAt: null };
  expect(candidateOf({ ...measured, Containers: 1 }, details).isKept).toBe(true);
  expect(candidateOf({ ...measured, RepoTags: ['slipway/busybox:latest'] }, details).isKept).toBe(true);
});
