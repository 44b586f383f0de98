import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { containerMenu } from '../containers/container-menu.ts';
import { containerEntries, projectEntries } from './container-entries.ts';

const container = (name: string, more: Partial<Container> = {}) =>
  ({
    id: name,
    name,
    image: 'busybox',
    state: 'running',
    project: null,
    service: null,
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
