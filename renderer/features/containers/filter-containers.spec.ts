import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { type ContainerKind, filterContainers } from './filter-containers.ts';

const container = (name: string, more: Partial<Container> = {}): Container => ({
  id: name.repeat(10),
  name,
  image: 'nginx:1',
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
  volumes: [],
  networks: [],
  ...more,
});

const all = [
  container('web', {
    project: 'shop',
    ports: [{ containerPort: 80, protocol: 'tcp', published: { address: '', port: 8080 } }],
  }),
  container('db', { project: 'shop', image: 'postgres:17', state: 'exited' }),
  container('lone', { health: 'unhealthy' }),
];
const names = (filter: string, kind?: ContainerKind) =>
  filterContainers(all, filter, kind).map(({ name }) => name);

it('shows all for nothing', () => {
  expect(filterContainers(all, '  ')).toBe(all);
});

it.each([
  ['SHOP', ['web', 'db']],
  ['shop exited', ['db']],
  ['8080', ['web']],
  ['postgres', ['db']],
  ['unhealthy', ['lone']],
  ['nothing', []],
])('finds %s', (filter, found) => {
  expect(names(filter)).toEqual(found);
});

it.each([
  ['all', '', ['web', 'db', 'lone']],
  ['running', '', ['web', 'lone']],
  ['stopped', '', ['db']],
  ['paused', '', []],
  ['unhealthy', '', ['lone']],
  ['running', 'shop', ['web']],
] as const)('shows those that are %s, among them what matches “%s”', (kind, filter, found) => {
  expect(names(filter, kind)).toEqual(found);
});
