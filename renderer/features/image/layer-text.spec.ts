import { expect, test } from 'vitest';
import type { LayerFile } from '../../../main/contract/engine/image-layers.ts';
import { filterFiles, layerSummary, permissionText } from './layer-text.ts';

const file = (path: string, size: number, change: LayerFile['change'] = 'added'): LayerFile => ({
  ...{ path, size, change, mode: 0o755, user: 0, group: 0, target: '' },
  kind: change === 'removed' ? 'gone' : 'file',
});

const files = [
  file('/usr/bin/Node', 2_000_000),
  file('/usr/lib/node.so', 500_000),
  file('/tmp', 0, 'removed'),
];

test('every word of a filter has to be in a path', () => {
  expect(filterFiles(files, ' NODE  bin').map(({ path }) => path)).toEqual(['/usr/bin/Node']);
  expect(filterFiles(files, '')).toBe(files);
  expect(filterFiles(files, 'absent')).toEqual([]);
});

test('the summary counts, and says what is shown of it', () => {
  expect(layerSummary(files, files)).toBe('3 items, 2.5 MB, 1 removed');
  expect(layerSummary(files, files.slice(0, 1))).toBe('1 of 3 items, 2 MB');
});

test('what is taken away has no rights', () => {
  expect(files.map(permissionText)).toEqual(['-rwxr-xr-x', '-rwxr-xr-x', '']);
});
