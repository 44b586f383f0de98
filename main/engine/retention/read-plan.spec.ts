import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineAt } from '../connection.ts';
import { candidateOf, retentionPlanner } from './read-plan.ts';

const measured = {
  ...{ Id: 'sha256:1', RepoTags: ['web:1', '<none>:<none>'], Containers: 0 },
  ...{ Created: 100, Size: 900, SharedSize: 200 },
};
const image = { Id: 'sha256:1', RepoTags: null, RepoDigests: null, Size: 7, Os: '', Architecture: '' };
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
  const candidate = candidateOf(measured, details, null);
  expect(candidate).toMatchObject({ tags: ['web:1'], isKept: false, cameAt: 5_000 });
  expect(candidate.layers.map(({ bytes }) => bytes)).toEqual([200, 700]);
});

test('the same layer over another is another', () => {
  const of = (layers: readonly string[]) =>
    candidateOf(measured, { layers, taggedAt: null, history: layers.map((layer) => step(layer, 1)) }, null)
      .layers;
  expect(of(['a', 'b'])[0]).toEqual(of(['a', 'c'])[0]);
  expect(of(['a', 'b'])[1]?.id).not.toBe(of(['c', 'b'])[1]?.id);
});

test('where the engine does not tell the layers’ sizes, what no other has counts', () => {
  const details = { history: [step(null, 900)], layers: ['a', 'b'], taggedAt: null };
  expect(candidateOf(measured, details, null)).toMatchObject({
    layers: [{ id: 'sha256:1', bytes: 700 }],
    cameAt: 100_000,
  });
});

test('what a container has stays, and what Slipway brought', () => {
  const details = { history: [], layers: [], taggedAt: null };
  expect(candidateOf({ ...measured, Containers: 1 }, details, null).isKept).toBe(true);
  expect(candidateOf({ ...measured, RepoTags: ['slipway/busybox:latest'] }, details, null).isKept).toBe(true);
  const named = { ...measured, RepoTags: ['slipway/mine:latest'] };
  expect(candidateOf(named, details, new Set(['sha256:9'])).isKept).toBe(false);
  expect(candidateOf(measured, details, new Set([measured.Id])).isKept).toBe(true);
});

test('a new question ends the one before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-plan-'));
  const asked: string[] = [];
  let isSlow = true;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').replace(/\?.*$/, '');
    asked.push(path);
    // The first question waits for ever for its second image.
    if (isSlow && path.includes('sha256:2')) return;
    response.setHeader('Content-Type', 'application/json');
    const images = ['sha256:1', 'sha256:2'].map((Id) => ({ ...measured, Id, RepoTags: [] }));
    const answer = path.startsWith('/system/df')
      ? { Images: images }
      : path.endsWith('/history')
        ? []
        : image;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
  try {
    const plan = retentionPlanner(engineAt(join(folder, 'docker.sock')), async () => null);
    const rules = { olderThanDays: 1, unusedForDays: null, mostBytes: null };
    const use = { watchedSince: 0, usedAt: new Map<string, number>() };
    const ask = () => plan(rules, use, Date.now(), new AbortController().signal);
    const first = expect(ask()).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => asked.filter((path) => path.includes('sha256:')).length).toBeGreaterThan(3);
    isSlow = false;
    expect(await ask()).toMatchObject({ count: 2 });
    await first;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  }
});
