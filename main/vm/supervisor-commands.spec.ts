import { describe, expect, it, vi } from 'vitest';
import { type Failure, SlipwayError } from '../contract/errors.ts';
import { failure } from './fakes/fake-machine.ts';
import { fakeWorld, type Supervised } from './fakes/fake-world.ts';
import { isMemoryKept } from './memory/memory-image.ts';
import type { State } from './state.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const waiting = { timeout: 8_000 };

type Kind = State['kind'];
type Command = 'start' | 'stop' | 'sleep' | 'restart';

/** Brings a supervisor on its way to a state; what it does on the way may come to nothing. */
const ways: Readonly<Record<Kind, (supervised: Supervised) => Promise<unknown>>> = {
  stopped: async () => undefined,
  preparing: ({ supervisor }) => supervisor.start(),
  booting: ({ supervisor }) => supervisor.start(),
  waiting: ({ supervisor }) => supervisor.start(),
  running: ({ supervisor }) => supervisor.start(),
  async suspending({ supervisor }) {
    await supervisor.start();
    await supervisor.sleep();
  },
  async sleeping({ supervisor }) {
    await supervisor.start();
    await supervisor.sleep();
  },
  async stopping({ supervisor }) {
    await supervisor.start();
    await supervisor.stop();
  },
  async backoff({ supervisor }) {
    world.launch = async () => {
      world.launch = async () => undefined;
      throw new SlipwayError(failure('qemu-failed'));
    };
    await supervisor.start();
  },
  async failed({ supervisor }) {
    world.prepare = async () => {
      world.prepare = async () => undefined;
      throw new SlipwayError(failure('image-corrupt'));
    };
    await supervisor.start();
  },
};

/** What comes of a command: the state at its end, or the code that it is refused with and the state that stays. */
type Outcome = Kind | { readonly refused: Failure['code']; readonly stays: Kind };

const nothingRuns: Outcome = { refused: 'not-running', stays: 'stopped' };

const outcomes: Readonly<Record<Command, (kind: Kind) => Outcome>> = {
  start: () => 'running',
  stop: () => 'stopped',
  restart: () => 'running',
  sleep(kind) {
    if (kind === 'stopped' || kind === 'stopping') return nothingRuns;
    return kind === 'failed' ? { refused: 'image-corrupt', stays: 'failed' } : 'sleeping';
  },
};

/** Gives a command in the very moment in which a state is reached, and waits for what comes of it. */
async function commandIn(
  kind: Kind,
  command: Command,
): Promise<{ supervised: Supervised; outcome: Outcome }> {
  const supervised = await world.supervise();
  const { supervisor } = supervised;
  const given = new Promise<string | null>((resolve) => {
    let isGiven = false;
    const look = () => {
      if (isGiven || supervisor.view().state.kind !== kind) return;
      isGiven = true;
      // Not in the midst of the change itself.
      queueMicrotask(() =>
        supervisor[command]().then(
          () => resolve(null),
          (error: SlipwayError) => resolve(error.code),
        ),
      );
    };
    supervisor.onChange(look);
    look();
  });
  const underWay = ways[kind](supervised).catch(() => undefined);
  const code = await given;
  const at = supervisor.view().state.kind;
  await underWay;
  if (code === null) return { supervised, outcome: at };
  const ends = ['stopped', 'failed', 'running', 'sleeping'];
  await vi.waitFor(() => expect(ends).toContain(supervisor.view().state.kind), waiting);
  return { supervised, outcome: { refused: code as Failure['code'], stays: supervisor.view().state.kind } };
}

describe('a stop', () => {
  it('that a start overtakes says so, and does not wait for the next', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    const stopping = supervisor.stop();
    await until('stopping');
    const starting = supervisor.start();
    await expect(stopping).rejects.toMatchObject({
      code: 'aborted',
      message: expect.stringContaining('started again meanwhile'),
    });
    await starting;
  });
});

describe.each(Object.keys(ways) as Kind[])('while the state is %s', (kind) => {
  it.each(Object.keys(outcomes) as Command[])(
    '%s comes to its end, and leaves what it says',
    async (command) => {
      const { supervised, outcome } = await commandIn(kind, command);
      expect(outcome).toEqual(outcomes[command](kind));
      // What was under way is over, and does not change it afterwards.
      const last = supervised.supervisor.view().state.kind;
      expect(last).toBe(typeof outcome === 'string' ? outcome : outcome.stays);
      expect(world.living()).toHaveLength(last === 'running' ? 1 : 0);
      expect(supervised.supervisor.view().machine === null).toBe(last !== 'running');
      if (last === 'sleeping') expect(await isMemoryKept(world.paths.asleep)).toBe(true);
      else await vi.waitFor(async () => expect(await isMemoryKept(world.paths.asleep)).toBe(false), waiting);
    },
  );
});
