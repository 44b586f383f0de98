import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type EngineWatch, staleAfterEvent, watchEngine } from './events.ts';

/** `container start` */
function staleAfter(what: string) {
  const at = what.indexOf(' ');
  return staleAfterEvent({ Type: what.slice(0, at), Action: what.slice(at + 1) });
}

describe('staleAfterEvent', () => {
  it.each<[string, ...string[]]>([
    ['container start', 'containers'],
    ['container health_status: healthy', 'containers'],
    ['container exec_start: sh'],
    ['container kill'],
    ['image untag', 'images', 'containers'],
    ['image create', 'images'],
    ['image save'],
    ['network create', 'networks'],
    ['network connect', 'containers'],
    ['volume destroy', 'volumes'],
    ['volume mount'],
    ['node update', 'swarm'],
    ['service create', 'swarm'],
    ['secret remove', 'swarm'],
    ['config create', 'swarm'],
    ['daemon reload'],
  ])('%s makes out of date what it says', (what, ...topics) => {
    expect(staleAfter(what).map(({ topic }) => topic)).toEqual(topics);
  });
});

it.each([
  ['container', 'die', { 'com.docker.swarm.service.id': 'a' }],
  ['network', 'remove', { name: 'ingress' }],
])('asks a Swarm a little after the %s %s that changes it', (Type, Action, Attributes) => {
  const [, swarm, ...more] = staleAfterEvent({ Type, Action, Actor: { ID: 'b', Attributes } });
  expect(swarm).toEqual({ topic: 'swarm', afterMs: expect.any(Number) });
  expect(swarm?.afterMs).toBeGreaterThan(0);
  expect(more).toEqual([]);
});

it('gives the engine time to have a container in its list that has joined a network', () => {
  expect(staleAfter('network connect')[0]?.afterMs).toBeGreaterThan(0);
  expect(staleAfter('network create')[0]?.afterMs).toBe(0);
});

it.each(['pause', 'unpause'])(
  'fetches the containers once more when the engine tells a %s early',
  (action) => {
    const stale = staleAfter(`container ${action}`);
    expect(stale.map(({ topic }) => topic)).toEqual(['containers', 'containers']);
    expect(stale[0]?.afterMs).toBe(0);
    expect(stale[1]?.afterMs).toBeGreaterThan(0);
  },
);

describe('watchEngine', () => {
  let watch: EngineWatch | undefined;
  afterEach(() => watch?.close());

  it('announces everything after a connect, and after the reconnect', async () => {
    let opened = 0;
    const announced = vi.fn();
    watch = watchEngine(async function open(signal) {
      opened += 1;
      return opened === 1 ? endingStream([]) : silentStream(signal);
    }, announced);
    watch.setRunning(true);
    await vi.waitFor(() => expect(opened).toBe(2), { timeout: 3000 });
    await vi.waitFor(() => expect(announced).toHaveBeenCalledTimes(2), { timeout: 8_000 });
    expect(announced).toHaveBeenLastCalledWith(['containers', 'images', 'volumes', 'networks', 'swarm']);
  });

  it('puts together an event that comes in two pieces', async () => {
    const announced = vi.fn();
    watch = watchEngine(async (signal) => pieces(signal), announced);
    watch.setRunning(true);
    await vi.waitFor(() => expect(announced).toHaveBeenLastCalledWith(['images', 'containers']), {
      timeout: 8_000,
    });
  });

  it('hands on every event, whether a list is out of date or not', async () => {
    const recorded = vi.fn();
    watch = watchEngine(
      async () => endingStream(['no event\n{"Type":"daemon","Action":"reload"}\n']),
      () => undefined,
      recorded,
    );
    watch.setRunning(true);
    await vi.waitFor(() => expect(recorded).toHaveBeenCalledWith({ Type: 'daemon', Action: 'reload' }), {
      timeout: 8_000,
    });
  });

  it('tries nothing while the engine does not run', async () => {
    const open = vi.fn(async (signal: AbortSignal) => silentStream(signal));
    watch = watchEngine(open, () => undefined);
    watch.setRunning(false);
    await sleep(50);
    expect(open).not.toHaveBeenCalled();
    watch.setRunning(true);
    watch.setRunning(true);
    await sleep(50);
    expect(open).toHaveBeenCalledTimes(1);
    watch.setRunning(false);
    expect(open.mock.calls[0]?.[0].aborted).toBe(true);
  });
});

async function* endingStream(lines: readonly string[]) {
  yield* lines;
}

async function* silentStream(signal: AbortSignal) {
  yield '';
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

async function* pieces(signal: AbortSignal) {
  await sleep(150);
  yield '{"Type":"image",';
  yield '"Action":"tag"}\n';
  yield* silentStream(signal);
}
