// What is asked of an engine about its Swarm, over a socket, and what becomes of its answers.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceOptions } from '../../contract/engine/services.ts';
import { never } from '../../util/wait.ts';
import { engineAt } from '../connection.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import { createSwarmFile } from './files.ts';
import { initSwarm, rotateToken, updateNode } from './membership.ts';
import { swarmReader } from './read-swarm.ts';
import { createService, scaleService } from './services.ts';

type Answer = readonly [status: number, body: unknown];

let server: EngineServer;
/** `none`: that question is left without an answer. */
let answers: Readonly<Record<string, Answer | 'none' | (() => Answer | Promise<Answer>)>>;
let asked: { readonly what: string; readonly body: string; readonly headers: IncomingMessage['headers'] }[];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const what = `${request.method} ${request.url}`;
  asked.push({ what, body: await text(request), headers: request.headers });
  const path = `${request.method} ${request.url?.replace(/\?.*/, '')}`;
  const known = answers[path] ?? [404, { message: `page not found: ${path}` }];
  if (known === 'none') return;
  const [status, body] = typeof known === 'function' ? await known() : known;
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

beforeEach(async () => {
  asked = [];
  server = await serveEngine((request, response) => void answer(request, response));
});
afterEach(() => server.close());

const engine = () => engineAt(server.socketPath);
const refusal = (message: string): Answer => [503, { message }];
const lists = {
  'GET /nodes': [200, [{ ID: 'n1', Description: { Hostname: 'native' } }]],
  'GET /services': [200, []],
  'GET /tasks': [200, null],
  'GET /secrets': [200, []],
  'GET /configs': [200, []],
  'GET /info': [200, { Swarm: { NodeID: 'n1', RemoteManagers: [{ Addr: '10.0.0.5:2377' }] } }],
} satisfies Readonly<Record<string, Answer>>;

describe('reading a Swarm', () => {
  it('asks a manager for its lists, and once which node is its own', async () => {
    answers = { ...lists, 'GET /tasks': [200, []] };
    const read = swarmReader(engine());
    for (let times = 0; times < 2; times += 1)
      expect(await read(never)).toMatchObject({
        kind: 'manager',
        nodes: [{ hostname: 'native', isOwn: true }],
      });
    expect(asked.filter(({ what }) => what === 'GET /info')).toHaveLength(1);
    expect(asked.map(({ what }) => what)).toContain('GET /services?status=true');
  });

  it.each([
    [
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      { kind: 'none' },
    ],
    [
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
      { kind: 'worker', managers: ['10.0.0.5:2377'] },
    ],
    [
      'This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.',
      { kind: 'preparing' },
    ],
    [
      'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.',
      { kind: 'locked' },
    ],
    [
      "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.",
      { kind: 'leaderless', message: expect.stringContaining('does not have a leader') },
    ],
  ])('knows how the engine stands by its words: %s', async (message, swarm) => {
    const refused = refusal(message);
    answers = { ...lists, 'GET /nodes': refused, 'GET /services': refused, 'GET /tasks': refused };
    expect(await swarmReader(engine())(never)).toEqual(swarm);
  });

  it('does not wait for what it was asked as the leader was lost, once it says that there is none', async () => {
    const leaderless = refusal('rpc error: code = Unknown desc = The swarm does not have a leader.');
    let times = 0;
    answers = {
      ...lists,
      'GET /services': 'none',
      'GET /nodes': () => (++times === 1 ? lists['GET /nodes'] : leaderless),
    };
    expect(await swarmReader(engine())(never)).toMatchObject({ kind: 'leaderless' });
    expect(asked.map(({ what }) => what)).toContain('GET /services?status=true');
  });

  it('waits on for an engine that is only slow, whatever goes wrong with a later question', async () => {
    let times = 0;
    let answerServices: (answer: Answer) => void;
    answers = {
      ...lists,
      'GET /tasks': [200, []],
      'GET /services': () => new Promise<Answer>((resolve) => (answerServices = resolve)),
      'GET /nodes': () => {
        times += 1;
        if (times === 1) return lists['GET /nodes'];
        answerServices(lists['GET /services']);
        return [500, { message: 'not now' }];
      },
    };
    expect(await swarmReader(engine())(never)).toMatchObject({ kind: 'manager' });
  });

  it('says what else goes wrong', async () => {
    answers = {
      ...lists,
      'GET /services': [500, { message: 'rpc error: code = Unknown desc = the disk is gone' }],
    };
    await expect(swarmReader(engine())(never)).rejects.toMatchObject({
      code: 'engine-request-failed',
      message: 'Could not read the Swarm: the disk is gone',
    });
  });
});

it('sends JSON, and says in plain words why the engine refuses', async () => {
  answers = {
    'POST /swarm/init': [
      400,
      { message: "could not find the system's IP address - specify one with --advertise-addr" },
    ],
  };
  const init = initSwarm(engine(), { address: '', isRescue: false }, never);
  await expect(init).rejects.toMatchObject({
    message: 'Could not create a Swarm: this machine has no address that other nodes could reach.',
    hint: expect.stringContaining('127.0.0.1'),
  });
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
    ListenAddr: '0.0.0.0:2377',
    ForceNewCluster: false,
  });
  expect(asked[0]?.headers['content-type']).toBe('application/json');
});

it('changes of a node what is to be another alone', async () => {
  const Spec = { Role: 'worker', Availability: 'active', Labels: { a: '1' }, Name: 'x' };
  answers = { 'GET /nodes/n1': [200, { Version: { Index: 7 }, Spec }], 'POST /nodes/n1/update': [200, ''] };
  await updateNode(engine(), { id: 'n1', availability: 'drain' }, never);
  expect(asked[1]?.what).toBe('POST /nodes/n1/update?version=7');
  expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ ...Spec, Availability: 'drain' });
});

describe('changing a service', () => {
  const Spec = { Name: 'web', TaskTemplate: {}, Mode: { Replicated: { Replicas: 1 } } };

  it('looks again when another change came first', async () => {
    let index = 1;
    answers = {
      'GET /services/s': () => [200, { Version: { Index: index }, Spec }],
      'POST /services/s/update': () => {
        index += 1;
        return index === 2
          ? [500, { message: 'rpc error: code = Unknown desc = update out of sequence' }]
          : [200, { Warnings: null }];
      },
    };
    await scaleService(engine(), { id: 's', replicas: 4 }, never);
    expect(asked.map(({ what }) => what)).toEqual([
      'GET /services/s',
      'POST /services/s/update?version=1',
      'GET /services/s',
      'POST /services/s/update?version=2',
    ]);
    expect(JSON.parse(asked[3]?.body ?? '')).toEqual({ ...Spec, Mode: { Replicated: { Replicas: 4 } } });
  });

  it('gives up when others come first again and again', async () => {
    answers = {
      'GET /services/s': [200, { Version: { Index: 1 }, Spec }],
      'POST /services/s/update': [
        500,
        { message: 'rpc error: code = Unknown desc = update out of sequence' },
      ],
    };
    await expect(scaleService(engine(), { id: 's', replicas: 4 }, never)).rejects.toMatchObject({
      message: 'Could not scale the service: others changed it at the same time.',
    });
    expect(asked).toHaveLength(6);
  });
});

it('looks again at a node that has told of itself meanwhile, and at a Swarm', async () => {
  const outOfSequence = [500, { message: 'update out of sequence' }] as const;
  let refusals = 1;
  const update = (): Answer => {
    refusals -= 1;
    return refusals >= 0 ? outOfSequence : [200, {}];
  };
  answers = {
    'GET /nodes/n': [200, { Version: { Index: 1 }, Spec: { Role: 'worker' } }],
    'POST /nodes/n/update': update,
    'GET /swarm': [200, { Version: { Index: 7 }, Spec: { Name: 'default' } }],
    'POST /swarm/update': update,
  };
  await updateNode(engine(), { id: 'n', availability: 'drain' }, never);
  refusals = 1;
  await rotateToken(engine(), 'worker', never);
  const posts = asked.filter(({ what }) => what.startsWith('POST'));
  expect(posts.map(({ what, body }) => [what, JSON.parse(body)])).toEqual([
    ...Array(2).fill(['POST /nodes/n/update?version=1', { Role: 'worker', Availability: 'drain' }]),
    ...Array(2).fill(['POST /swarm/update?version=7&rotateWorkerToken=true', { Name: 'default' }]),
  ]);
});

describe('creating a service', () => {
  const options = (more: object = {}) => serviceOptions.parse({ name: 'web', image: 'nginx', ...more });
  const nobody = async () => undefined;

  it('finds its secrets by their names, and makes nothing when one is missing', async () => {
    answers = {
      'GET /secrets': [200, [{ ID: 'k', Spec: { Name: 'key' } }]],
      'POST /services/create': [201, { ID: 's', Warnings: ['unable to pin image'] }],
    };
    expect(await createService(engine(), nobody, options({ secrets: ['key'] }), never)).toEqual({
      id: 's',
      warnings: ['unable to pin image'],
    });
    const create = createService(engine(), nobody, options({ secrets: ['key', 'lost'] }), never);
    await expect(create).rejects.toMatchObject({
      message: 'Could not create the service web: there is no secret named lost.',
    });
    expect(asked.filter(({ what }) => what.startsWith('POST'))).toHaveLength(1);
  });

  it('shows the log-in to the nodes only when it is told to', async () => {
    answers = { 'POST /services/create': [201, { ID: 's' }] };
    const auth = async () => 'bG9nLWlu';
    await createService(engine(), auth, options(), never);
    await createService(engine(), auth, options({ sharesLogIn: true }), never);
    expect(asked.map(({ headers }) => headers['x-registry-auth'])).toEqual([undefined, 'bG9nLWlu']);
  });
});

describe('creating a secret', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-secret-'));
    answers = { 'POST /secrets/create': [201, { ID: 'k' }] };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('sends what is in a file byte for byte', async () => {
    const path = join(folder, 'key');
    const bytes = Buffer.from([0, 255, 10, 13]);
    await writeFile(path, bytes);
    await createSwarmFile(engine(), 'secrets', 'key', { kind: 'file', path }, never);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ Name: 'key', Data: bytes.toString('base64') });
  });

  it('asks nothing of the engine for what is empty, too long or not there', async () => {
    const path = join(folder, 'key');
    const create = () => createSwarmFile(engine(), 'secrets', 'key', { kind: 'file', path }, never);
    await expect(create()).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, '');
    await expect(create()).rejects.toMatchObject({ message: expect.stringContaining('nothing in it') });
    await writeFile(path, Buffer.alloc(500 * 1024 + 1));
    await expect(create()).rejects.toMatchObject({ message: expect.stringContaining('more than 512 kB') });
    expect(asked).toEqual([]);
  });

  it('says nothing of what it holds when it is refused', async () => {
    answers = {
      'POST /secrets/create': [
        409,
        {
          message:
            'rpc error: code = AlreadyExists desc = name conflicts with an existing object: secret key already exists',
        },
      ],
    };
    const create = createSwarmFile(engine(), 'secrets', 'key', { kind: 'text', text: 'hunter2' }, never);
    const error = await create.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: 'Could not create the secret key: there is a secret named key already.',
    });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});
