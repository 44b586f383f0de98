import { expect, test } from 'vitest';
import { foldLayers } from './fold-layers.ts';
import type { ProgressMessage } from './progress-message.ts';

function folded(...messages: readonly ProgressMessage[]) {
  const fold = foldLayers();
  for (const message of messages) fold.hear(message);
  return fold.layers();
}

const at = (current: number, total: number) => ({ current, total });

test('follows a layer from waiting to done', () => {
  const fold = foldLayers();
  const told = [
    { id: 'a1', status: 'Pulling fs layer', progressDetail: {} },
    { id: 'a1', status: 'Waiting', progressDetail: {} },
    { id: 'a1', status: 'Downloading', progressDetail: at(10, 100) },
    { id: 'a1', status: 'Downloading', progressDetail: at(90, 100) },
    { id: 'a1', status: 'Verifying Checksum', progressDetail: {} },
    { id: 'a1', status: 'Download complete', progressDetail: {} },
    { id: 'a1', status: 'Extracting', progressDetail: at(40, 100) },
    { id: 'a1', status: 'Pull complete', progressDetail: {} },
  ].map((message) => {
    expect(fold.hear(message)).toBe(true);
    return fold.layers()[0];
  });
  expect(told).toEqual([
    { id: 'a1', stage: 'waiting', bytes: null, of: null },
    { id: 'a1', stage: 'waiting', bytes: null, of: null },
    { id: 'a1', stage: 'downloading', bytes: 10, of: 100 },
    { id: 'a1', stage: 'downloading', bytes: 90, of: 100 },
    { id: 'a1', stage: 'downloaded', bytes: null, of: 100 },
    { id: 'a1', stage: 'downloaded', bytes: null, of: 100 },
    { id: 'a1', stage: 'extracting', bytes: 40, of: 100 },
    { id: 'a1', stage: 'done', bytes: null, of: 100 },
  ]);
});

test('keeps layers in the order in which they were named', () => {
  const layers = folded(
    { id: 'b', status: 'Pulling fs layer' },
    { id: 'a', status: 'Pulling fs layer' },
    { id: 'b', status: 'Already exists' },
  );
  expect(layers.map(({ id, stage }) => `${id} ${stage}`)).toEqual(['b present', 'a waiting']);
});

test('takes what tells of the image for no layer', () => {
  const fold = foldLayers();
  expect(fold.hear({ id: '1.29', status: 'Pulling from library/nginx' })).toBe(false);
  expect(fold.hear({ status: 'Digest: sha256:abc' })).toBe(false);
  expect(fold.hear({ id: 'constructor', status: 'toString' })).toBe(false);
  expect(fold.layers()).toEqual([]);
});

test('shows that a download is to begin again', () => {
  const [layer] = folded(
    { id: 'a', status: 'Downloading', progressDetail: at(50, 100) },
    { id: 'a', status: 'Retrying in 5 seconds' },
  );
  expect(layer).toEqual({ id: 'a', stage: 'retrying', bytes: null, of: 100 });
});

test('takes seconds for no bytes', () => {
  const [layer] = folded({ id: 'a', status: 'Extracting', progressDetail: { current: 7, units: 's' } });
  expect(layer).toEqual({ id: 'a', stage: 'extracting', bytes: null, of: null });
});

test('follows a push', () => {
  const layers = folded(
    { id: 'a', status: 'Preparing' },
    { id: 'b', status: 'Preparing' },
    { id: 'c', status: 'Preparing' },
    { id: 'a', status: 'Pushing', progressDetail: at(512, 2_048) },
    { id: 'b', status: 'Layer already exists' },
    { id: 'c', status: 'Mounted from shop/base' },
    { status: '1: digest: sha256:abc size: 527' },
  );
  expect(layers).toEqual([
    { id: 'a', stage: 'uploading', bytes: 512, of: 2_048 },
    { id: 'b', stage: 'present', bytes: null, of: null },
    { id: 'c', stage: 'present', bytes: null, of: null },
  ]);
});

test('knows that a layer of a load is read by its last byte', () => {
  const layers = folded(
    { id: 'a', status: 'Loading layer', progressDetail: at(100, 100) },
    { id: 'b', status: 'Loading layer', progressDetail: at(10, 100) },
    { stream: 'Loaded image: shop/web:2\n' },
  );
  expect(layers.map(({ stage }) => stage)).toEqual(['done', 'extracting']);
});
