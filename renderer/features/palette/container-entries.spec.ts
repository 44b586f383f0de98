import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { containerMenu } from '../containers/container-menu.ts';
import { containerEntries, projectEntries } from './container-entries.ts';
import { findEntries } from './find-entries.ts';

const container = (name: string, more: Partial<Container> = {}) =>
  ({
    id: name,
    name,
    image: 'busybox',
    state: 'running',
    project: null,
    service: null,
    ports: [],
    ...more,
  }) as Container;

it('has all that is in a container’s menu', () => {
  const web = container('web');
  const menu = containerMenu(web, false)
    .flat()
    .filter(({ isDisabled }) => !isDisabled)
    .map(({ title }) => `web: ${title}`);
  expect(menu).toEqual(expect.arrayContaining(['web: Limits…', 'web: Edit and recreate…']));
  expect(containerEntries([web], new Set()).map(({ title }) => title)).toEqual(expect.arrayContaining(menu));
});

it('starts and stops a project as a whole, as far as there is something to start or stop', () => {
  const all = [
    container('shop-web', { project: 'shop' }),
    container('shop-db', { project: 'shop', state: 'exited' }),
    container('blog-web', { project: 'blog' }),
    container('alone', { state: 'exited' }),
  ];
  expect(projectEntries(all).map(({ title }) => title)).toEqual([
    'blog: Stop all',
    'shop: Start all',
    'shop: Stop all',
  ]);
  expect(projectEntries([container('alone')])).toEqual([]);
});

it('finds a container by its published port, and actions by what others call them', () => {
  const published = { address: '127.0.0.1', port: 8080 };
  const web = container('web', { ports: [{ containerPort: 80, protocol: 'tcp', published }] });
  const found = (typed: string) =>
    findEntries(containerEntries([web], new Set()), typed, 50).map(({ entry }) => entry.title);
  expect(found('8080')).toContain('web');
  expect(found('kill')).toEqual(['web: Send a signal…']);
  expect(found('delete')).toEqual(['web: Remove']);
  expect(found('exec')).toContain('web: Open a terminal');
});
