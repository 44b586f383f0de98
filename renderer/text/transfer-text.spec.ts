import { expect, test } from 'vitest';
import type { LayerProgress, LayerStage, Transfer } from '../../main/contract/engine/transfers.ts';
import { layerBytesText, layerPart, transferNote, transferPart } from './transfer-text.ts';

const layer = (stage: LayerStage, bytes: number | null = null, of: number | null = null): LayerProgress => ({
  ...{ id: stage, stage, bytes, of },
});
const transfer = (
  kind: Transfer['kind'],
  progress: Partial<Transfer['progress']>,
): Pick<Transfer, 'kind' | 'progress'> => ({
  kind,
  progress: { layers: [], bytes: null, of: null, ...progress },
});

test('says how many layers of a pull are done, and what came over the network', () => {
  const layers = [
    layer('present'),
    layer('done', null, 30_000_000),
    layer('extracting', 1_000_000, 5_000_000),
    layer('downloading', 10_000_000, 40_000_000),
    layer('retrying', null, 5_000_000),
  ];
  expect(transferNote(transfer('pull', { layers }))).toBe('2 of 5 layers, 45 MB');
  expect(transferNote(transfer('pull', {}))).toBe('asking the registry…');
  expect(transferNote(transfer('push', { layers: [layer('present')] }))).toBe('1 of 1 layer');
});

test('counts a layer by what is done of it', () => {
  expect([
    layerPart(layer('waiting')),
    layerPart(layer('retrying', 50, 100)),
    layerPart(layer('downloading', 50, 100)),
    layerPart(layer('downloading', 50, null)),
    layerPart(layer('downloaded')),
    layerPart(layer('extracting', 50, 100)),
    layerPart(layer('extracting')),
    layerPart(layer('uploading', 150, 100)),
    layerPart(layer('done')),
  ]).toEqual([0, 0, 0.25, 0, 0.5, 0.75, 0.5, 1, 1]);
});

test('never goes back while a layer goes on', () => {
  const stages = [
    layer('waiting'),
    layer('downloading', 1, 10),
    layer('downloading', 10, 10),
    layer('downloaded', null, 10),
    layer('extracting', 1, 10),
    layer('extracting', 10, 10),
    layer('done', null, 10),
  ];
  const parts = stages.map((one) => transferPart(transfer('pull', { layers: [one, layer('waiting')] })) ?? 0);
  expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  expect(parts.at(-1)).toBe(0.5);
});

test('says of a file how much of it was read, and then that it is unpacked', () => {
  expect(transferNote(transfer('load', {}))).toBe('opening the file…');
  expect(transferNote(transfer('load', { bytes: 1_000, of: 4_000 }))).toBe('1 kB of 4 kB');
  expect(transferPart(transfer('load', { bytes: 1_000, of: 4_000 }))).toBe(0.25);
  const read = { bytes: 4_000, of: 4_000 };
  expect(transferNote(transfer('import', read))).toBe('unpacking…');
  expect(transferNote(transfer('load', { ...read, layers: [layer('done')] }))).toBe(
    'unpacking, 1 layer done',
  );
  expect(transferPart(transfer('load', read))).toBeNull();
});

test('does not claim to know how much is to be saved', () => {
  expect(transferNote(transfer('save', { bytes: 500, of: 2_000 }))).toBe('500 B of about 2 kB');
  expect(transferPart(transfer('save', { bytes: 2_500, of: 2_500 }))).toBe(0.99);
});

test('says the bytes of a layer where they are known', () => {
  expect(layerBytesText(layer('downloading', 1_000, 2_000))).toBe('1 kB of 2 kB');
  expect(layerBytesText(layer('downloaded', null, 2_000))).toBe('2 kB');
  expect(layerBytesText(layer('waiting'))).toBe('');
  expect(layerBytesText(layer('uploading', 1_000, null))).toBe('1 kB');
});
