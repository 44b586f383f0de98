import { describe, expect, it } from 'vitest';
import { emptyLists, nodeOf, serviceOf, taskOf } from './fakes/swarm-lists.ts';
import { isMoving, matching, swarmRows } from './swarm-rows.ts';

const web = serviceOf('web', { running: 2, desired: 2, mode: { kind: 'replicated', replicas: 2 } });

describe('a task', () => {
  const rows = (task: Parameters<typeof taskOf>[2]) =>
    swarmRows({
      ...emptyLists,
      services: [web],
      nodes: [nodeOf('native')],
      tasks: [taskOf('web', 2, task)],
    }).tasks[0];

  it('is called after its service and its number, or the node where there is one on each', () => {
    expect(rows({})).toMatchObject({ name: 'web.2', nodeName: 'native', isCurrent: true, tone: 'good' });
    expect(rows({ slot: 0 })?.name).toBe('web.native');
    expect(rows({ slot: 0, node: 'long gone indeed' })?.name).toBe('web.long gone in');
  });

  it('was, once it is to be shut down, and is seen to have failed', () => {
    expect(rows({ state: 'failed', desiredState: 'shutdown' })).toMatchObject({
      isCurrent: false,
      tone: 'bad',
    });
    expect(rows({ state: 'preparing' })).toMatchObject({ isCurrent: true, tone: 'busy' });
    expect(rows({ state: 'shutdown', desiredState: 'shutdown' })?.tone).toBe('idle');
  });
});

describe('a service', () => {
  const row = (service: Parameters<typeof serviceOf>[1], tasks = [taskOf('web', 1)]) =>
    swarmRows({ ...emptyLists, services: [serviceOf('web', service)], tasks }).services[0];

  it('has its current tasks first, and of one place the newest before the others', () => {
    const tasks = [
      taskOf('web', 1, { id: 'old', desiredState: 'shutdown', createdAt: 1 }),
      taskOf('web', 2, { id: 'second' }),
      taskOf('web', 1, { id: 'older', desiredState: 'shutdown', createdAt: 0 }),
      taskOf('web', 1, { id: 'first' }),
      taskOf('other', 1),
    ];
    expect(row({}, tasks)?.tasks.map(({ id }) => id)).toEqual(['first', 'second', 'old', 'older']);
  });

  it('is good when all of its tasks run, and idle when there are to be none', () => {
    expect(row({})).toMatchObject({ tone: 'good', note: '' });
    expect(row({ running: 0, desired: 0 }, [])?.tone).toBe('idle');
  });

  it('says why its tasks fail, by the latest of them, as long as one is missing', () => {
    const tasks = [
      taskOf('web', 1, { state: 'preparing', since: 9 }),
      taskOf('web', 1, { state: 'failed', desiredState: 'shutdown', error: 'older', since: 1 }),
      taskOf('web', 1, { state: 'rejected', desiredState: 'shutdown', error: 'No such image', since: 5 }),
    ];
    expect(row({ running: 0, desired: 1 }, tasks)).toMatchObject({ tone: 'bad', note: 'No such image' });
    expect(row({ running: 1, desired: 1 }, tasks)).toMatchObject({ tone: 'good', note: '' });
    expect(row({ running: 0, desired: 1 }, [taskOf('web', 1, { state: 'starting' })])?.tone).toBe('busy');
  });

  it.each([
    ['updating', 'busy', 'updating'],
    ['paused', 'bad', 'update paused'],
    ['rollback_completed', 'good', 'rolled back'],
    ['completed', 'good', ''],
  ])('that is %s is %s', (state, tone, note) => {
    expect(row({ update: { state, message: '', startedAt: 1 } })).toMatchObject({ tone, note });
  });
});

it('a node has the tasks that it has now alone', () => {
  const lists = {
    ...emptyLists,
    services: [web],
    nodes: [nodeOf('native'), nodeOf('other', { state: 'down', hostname: '', availability: 'drain' })],
    tasks: [taskOf('web', 1), taskOf('web', 2, { desiredState: 'shutdown' })],
  };
  const [native, other] = swarmRows(lists).nodes;
  expect(native?.tasks.map(({ name }) => name)).toEqual(['web.1']);
  expect(native?.tone).toBe('good');
  expect(other).toMatchObject({ name: 'id of other', tone: 'bad', tasks: [] });
});

it('a stack is as bad as the worst of its services', () => {
  const services = [
    serviceOf('shop_web', { stack: 'shop', createdAt: 5 }),
    serviceOf('shop_db', { stack: 'shop', running: 0, createdAt: 3 }),
    serviceOf('alone'),
  ];
  expect(swarmRows({ ...emptyLists, services }).stacks).toMatchObject([
    { name: 'shop', running: 1, desired: 2, tone: 'busy', createdAt: 3 },
  ]);
});

it('a secret knows who has it', () => {
  const services = [serviceOf('web', { secrets: [{ id: 's', name: 'key', target: 'key' }] })];
  const secrets = [
    { id: 's', name: 'key', stack: null, labels: {}, createdAt: 1 },
    { id: 't', name: 'other', stack: null, labels: {}, createdAt: 1 },
  ];
  const rows = swarmRows({ ...emptyLists, services, secrets });
  expect(rows.secrets.map(({ users }) => users)).toEqual([['web'], []]);
});

it.each([
  ['nothing is on its way', {}, [taskOf('web', 1)], false],
  ['a task waits', {}, [taskOf('web', 1, { state: 'pending' })], true],
  ['one that runs is to end', {}, [taskOf('web', 1, { desiredState: 'shutdown' })], true],
  ['one is missing', { running: 1 }, [], true],
  ['it is updated', { update: { state: 'updating', message: '', startedAt: 1 } }, [], true],
] as const)('looks again while something is on its way: %s', (_, service, tasks, moving) => {
  expect(isMoving({ kind: 'manager', ...emptyLists, services: [{ ...web, ...service }], tasks })).toBe(
    moving,
  );
});

it('looks not again where nothing can be seen', () => {
  expect(isMoving({ kind: 'none' })).toBe(false);
});

it('finds what has every word', () => {
  const texts = (row: string) => [row];
  expect(matching(['a b', 'b c', 'A C'], 'a c', texts)).toEqual(['A C']);
  expect(matching(['a'], ' ', texts)).toEqual(['a']);
});
