import { expect, it } from 'vitest';
import type { DomainContainer } from '../../contract/domains.ts';
import { domainTable } from './domain-table.ts';

function container(id: string, over: Partial<DomainContainer> = {}): DomainContainer {
  return {
    ...{ id, name: id, createdAt: 1, state: 'running', service: null, ports: [80] },
    ...{ domainLabel: undefined, portLabel: undefined },
    place: { kind: 'address', address: '172.17.0.2' },
    ...over,
  };
}

const ownerOf = (containers: readonly DomainContainer[], name: string) =>
  domainTable(containers).get(`${name}.slipway.localhost`)?.container.id;

it('has every name, sorted, with where it leads', () => {
  const table = domainTable([container('web'), container('db', { state: 'exited', ports: [] })]);
  expect([...table.values()]).toMatchObject([
    { name: 'db.slipway.localhost', isRunning: false, port: null, problem: null },
    { name: 'web.slipway.localhost', isRunning: true, port: 80, problem: null },
  ]);
});

it('gives a name that several claim to one of them, always the same', () => {
  const labelled = container('a', { domainLabel: 'web' });
  expect(ownerOf([container('web'), labelled], 'web')).toBe('a');
  expect(ownerOf([container('web'), { ...labelled, state: 'exited' }], 'web')).toBe('web');
  expect(ownerOf([container('b', { domainLabel: 'web' }), labelled], 'web')).toBe('a');
  expect(ownerOf([labelled, container('b', { domainLabel: 'web', createdAt: 2 })], 'web')).toBe('b');
  const service = (number: number) =>
    container(`api-${number}`, { service: { project: 'shop', name: 'api', number }, createdAt: number });
  expect(ownerOf([service(2), service(1)], 'api.shop')).toBe('api-1');
  expect(ownerOf([service(2), { ...service(1), state: 'exited' }], 'api.shop')).toBe('api-2');
  expect(ownerOf([service(1), container('x', { name: 'api.shop' })], 'api.shop')).toBe('x');
});

it('says of which networks the VM reaches none', () => {
  const lone = container('web', { place: { kind: 'nowhere', networks: ['lan', 'none'] } });
  expect(domainTable([lone]).get('web.slipway.localhost')).toMatchObject({
    port: null,
    problem: { message: 'The container web is in no network that the VM reaches: lan.' },
  });
  const none = container('web', { place: { kind: 'nowhere', networks: ['none'] } });
  expect(domainTable([none]).get('web.slipway.localhost')?.problem?.message).toBe(
    'The container web has no network.',
  );
});
