import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { Volume } from '../../../main/contract/engine/volumes.ts';
import { filterVolumes, sizeOf, volumeRows } from './volume-rows.ts';

const volume = (name: string, more: Partial<Volume> = {}): Volume => ({
  name,
  driver: 'local',
  createdAt: 0,
  mountpoint: `/var/lib/docker/volumes/${name}/_data`,
  scope: 'local',
  project: null,
  projectName: null,
  isAnonymous: false,
  labels: {},
  options: {},
  ...more,
});

const container = (name: string, ...volumes: string[]): Container => ({
  id: name,
  name,
  image: 'a',
  imageId: 'sha256:1',
  command: '',
  state: 'running',
  status: 'Up',
  health: null,
  createdAt: 0,
  ports: [],
  project: null,
  service: null,
  replaces: null,
  debugOf: null,
  volumes: volumes.map((mounted, index) => ({ name: mounted, target: `/${index}`, readOnly: false })),
  networks: [],
});

const rows = volumeRows(
  [
    volume('data', { project: 'shop' }),
    volume('f'.repeat(64), { isAnonymous: true }),
    volume('nfs', { driver: 'nfs' }),
  ],
  [container('db', 'data', 'data'), container('backup', 'data'), container('web', 'gone')],
  new Map([
    ['data', 100],
    ['nfs', null],
  ]),
);

it('finds the users of each, one that has it twice once', () => {
  expect(rows.map(({ usedBy }) => usedBy.map(({ name }) => name))).toEqual([['db', 'backup'], [], []]);
});

it('cuts a made-up name and leaves a size that was not measured open', () => {
  expect(rows[1]).toMatchObject({ shownName: 'f'.repeat(12), bytes: undefined });
  expect(sizeOf(rows)).toEqual({ bytes: 100, isWhole: false });
  expect(sizeOf(rows.slice(0, 1))).toEqual({ bytes: 100, isWhole: true });
});

it.each([
  ['', 3],
  ['shop', 1],
  ['backup', 1],
  ['unused', 2],
  ['unused anonymous', 1],
  ['nothing', 0],
])('finds by “%s”', (filter, count) => {
  expect(filterVolumes(rows, filter)).toHaveLength(count);
});
