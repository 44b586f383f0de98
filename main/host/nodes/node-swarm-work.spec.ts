import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SlipwayError } from '../../contract/errors.ts';
import type { NodeProgress } from '../../contract/node-vms.ts';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import type { NodeFleet } from './node-fleet.ts';
import { createNodeFolder, type NodeRecord } from './node-records.ts';
import { answerNodeRequests, type NodeRequests } from './node-requests.ts';
import type { LivingNode } from './node-vm.ts';

/** A node as the engine tells it. */
interface Told {
  readonly ID: string;
  readonly Spec: { Role: string; Availability: string };
  readonly Status: { readonly State: string; readonly Addr: string };
}

let main: HomePaths;
let engine: Server;
let standing: object;
let nodes: Told[];
/** Tasks that do not go away. */
let tasks: number;
/** What the engine says when it is to forget a node. */
let refusal: string | undefined;
/** False until it was asked once. */
let isLed: boolean;
/** What the engine is asked and never answers, and how often it was asked that. */
let silentAt: string | undefined;
let unanswered: number;
let logged: string[];
let canOpen: boolean;
let removed: string[];
let told: (NodeProgress | null)[];
let requests: NodeRequests;
const signal = new AbortController().signal;
const record: NodeRecord = { name: 'node-2', number: 2, nodeId: 'n2', createdAt: 0 };

const nodeOf = (ID: string, Addr: string, Role = 'worker', Availability = 'active'): Told => ({
  ...{ ID, Spec: { Role, Availability }, Status: { State: 'ready', Addr } },
});

/** What an engine answers about its Swarm, as far as it is asked here. */
async function answer(method: string, path: string, body: string): Promise<readonly [number, unknown]> {
  const node = nodes.find(({ ID }) => path.startsWith(`/nodes/${ID}`));
  if (path === '/info') return [200, { Swarm: standing }];
  if (path === '/swarm') return [200, { JoinTokens: { Worker: 'w', Manager: 'm' } }];
  if (path === '/swarm/init') {
    standing = { NodeID: 'n1', NodeAddr: '198.18.73.1', LocalNodeState: 'active', ControlAvailable: true };
    return [200, 'n1'];
  }
  if (path === '/nodes' && !isLed) {
    isLed = true;
    return [503, { message: 'The swarm does not have a leader.' }];
  }
  if (path === '/nodes') return [200, nodes];
  if (path === '/tasks')
    return [
      200,
      Array.from({ length: tasks }, (_, number) => ({ ID: `t${number}`, Status: { State: 'running' } })),
    ];
  if (node === undefined) return [404, { message: 'no such node' }];
  if (method === 'GET') return [200, { Version: { Index: 1 }, Spec: node.Spec }];
  if (method === 'POST') Object.assign(node.Spec, JSON.parse(body));
  if (method === 'DELETE' && refusal !== undefined) return [500, { message: refusal }];
  if (method === 'DELETE') nodes = nodes.filter((one) => one !== node);
  return [200, ''];
}

beforeEach(async () => {
  main = homePaths(await mkdtemp(join(tmpdir(), 'work-')));
  standing = { NodeID: 'n1', NodeAddr: '198.18.73.1', LocalNodeState: 'active', ControlAvailable: true };
  nodes = [nodeOf('n1', '198.18.73.1', 'manager'), nodeOf('n2', '198.18.73.2', 'manager', 'pause')];
  [tasks, removed, told, refusal, canOpen, isLed] = [0, [], [], undefined, false, true];
  [silentAt, unanswered, logged] = [undefined, 0, []];
  await mkdir(dirname(main.ownSocket), { recursive: true });
  engine = createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (`${request.method} ${path}` === silentAt) {
      unanswered += 1;
      return;
    }
    const [status, said] = await answer(request.method ?? '', path, await text(request));
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => engine.listen(main.ownSocket, resolve));
  const node = {
    paths: nodePaths(main, 'node-2'),
    record: () => record,
    supervisor: { view: () => ({ state: { kind: 'stopped' } }) },
  } as unknown as LivingNode;
  const unwilling = {
    ...{ paths: nodePaths(main, 'node-2'), record: () => ({ ...record, nodeId: null }) },
    pursue: () =>
      Promise.reject(
        new SlipwayError({ code: 'boot-timeout', message: 'It does not start.', hint: 'Look.' }),
      ),
  } as unknown as LivingNode;
  requests = answerNodeRequests({
    main,
    fleet: {
      ...{ views: () => [], find: (name: string) => (name === 'node-2' ? node : undefined) },
      ...{ whyUnused: () => undefined, add: () => undefined },
      remove: async () => void removed.push('node-2'),
    } as unknown as NodeFleet,
    async open() {
      if (canOpen) return unwilling;
      throw new SlipwayError({ code: 'home-unwritable', message: 'The disk is full.', hint: 'Free some.' });
    },
    ...{ startMain: async () => undefined, memoryMiB: async () => 64, whyNotConnected: async () => null },
    ...{ untilMainConnected: async () => undefined, now: () => 0 },
    log: (_, message) => void logged.push(message),
    tell: (progress) => told.push(progress),
  });
});

afterEach(async () => {
  engine.closeAllConnections();
  await new Promise((resolve) => engine.close(resolve));
  await rm(main.home, { recursive: true, force: true });
});

const remove = (force = false) => requests.handlers['nodeVms.remove']({ name: 'node-2', force }, signal);

it('takes a node out of the Swarm before its VM is deleted', async () => {
  await remove();
  expect(nodes.map(({ ID }) => ID)).toEqual(['n1']);
  expect(removed).toEqual(['node-2']);
  expect(told.map((one) => one?.step)).toEqual(['engine', 'drain', 'leave', 'stop', undefined]);
});

it('gives a node back what it was for when its removal is given up', async () => {
  tasks = 1;
  const removing = remove();
  removing.catch(() => undefined);
  await expect
    .poll(() => nodes[1]?.Spec, { timeout: 10_000 })
    .toEqual({ Role: 'worker', Availability: 'drain' });
  await requests.handlers['nodeVms.cancel']({}, signal);
  await expect(removing).rejects.toMatchObject({ code: 'aborted' });
  expect(nodes[1]?.Spec).toEqual({ Role: 'manager', Availability: 'pause' });
  expect(removed).toEqual([]);
});

it('gives it back, too, when the Swarm does not let it go; by force it is deleted', async () => {
  refusal = 'it is in use';
  await expect(remove()).rejects.toMatchObject({ hint: expect.stringContaining('node rm node-2 --force') });
  expect(nodes[1]?.Spec).toEqual({ Role: 'manager', Availability: 'pause' });
  expect(removed).toEqual([]);
  await remove(true);
  expect(removed).toEqual(['node-2']);
});

it('leaves no folder of a VM for which there was no room', async () => {
  standing = { LocalNodeState: 'inactive' };
  await expect(requests.handlers['nodeVms.add']({}, signal)).rejects.toMatchObject({
    code: 'home-unwritable',
  });
  expect(await readdir(main.nodes)).toEqual([]);
});

it('says that a Swarm stays which was begun for a VM that could not be added, and that one alone', async () => {
  canOpen = true;
  const add = () =>
    requests.handlers['nodeVms.add']({ name: 'late' }, signal).catch((error: SlipwayError) => error);
  expect(await add()).toMatchObject({ code: 'boot-timeout', hint: 'Look.' });
  standing = { LocalNodeState: 'inactive' };
  await rm(nodePaths(main, 'late').home, { recursive: true });
  const said = {
    code: 'boot-timeout',
    hint: expect.stringMatching(/^Look\. The Swarm .* stays; .*swarm leave --force/),
  };
  expect(await add()).toMatchObject(said);
});

const ids = () => nodes.map(({ ID }) => ID);

it('has the Swarm forget nodes whose VM is gone, and no others', async () => {
  nodes = ['n1', 'n2', 'n3', 'n4'].map((id, index) => nodeOf(id, `198.18.73.${index + 1}`));
  nodes.push(nodeOf('far', '192.0.2.7'));
  // Nobody had a further VM here.
  await requests.forgetGone();
  expect(ids()).toEqual(['n1', 'n2', 'n3', 'n4', 'far']);
  await createNodeFolder(main, { name: 'again', number: 4, nodeId: 'n4', createdAt: 0 });
  await Promise.all([requests.forgetGone(), requests.forgetGone()]);
  expect(ids()).toEqual(['n1', 'n4', 'far']);
});

it('waits for a Swarm that has no leader yet', async () => {
  nodes.push(nodeOf('n3', '198.18.73.3'));
  await createNodeFolder(main, record);
  isLed = false;
  await requests.forgetGone();
  expect(ids()).toEqual(['n1', 'n2']);
});

it('has it forget none while a record cannot be read, or where it manages none', async () => {
  nodes.push(nodeOf('n3', '198.18.73.3'));
  await mkdir(nodePaths(main, 'lost').home, { recursive: true });
  await requests.forgetGone();
  expect(ids()).toEqual(['n1', 'n2', 'n3']);
  await rm(nodePaths(main, 'lost').home, { recursive: true });
  standing = { ...standing, ControlAvailable: false };
  await requests.forgetGone();
  expect(ids()).toEqual(['n1', 'n2', 'n3']);
});

it.each(['GET /info', 'GET /nodes', 'DELETE /nodes/n3'])(
  'leaves without waiting for an answer to %s',
  async (asked) => {
    nodes.push(nodeOf('n3', '198.18.73.3'));
    await createNodeFolder(main, record);
    silentAt = asked;
    let isOver = false;
    void requests.forgetGone().then(() => {
      isOver = true;
    });
    await expect.poll(() => unanswered).toBe(1);
    await requests.end();
    expect(isOver).toBe(true);
    // Neither is it asked again.
    await requests.forgetGone();
    expect(unanswered).toBe(1);
    expect(logged).toEqual([]);
  },
);

it('leaves between two tries without a word', async () => {
  await createNodeFolder(main, record);
  isLed = false;
  const forgetting = requests.forgetGone();
  await expect.poll(() => isLed).toBe(true);
  await requests.end();
  await forgetting;
  expect(logged).toEqual([]);
});
