import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { fakeWorld } from './fakes/fake-world.ts';
import { findMemoryImage } from './memory/memory-image.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();

const savedAt = async () => (await findMemoryImage(world.paths.template))?.savedAt;

/** A VM that runs and was started from the template that the first start had made. */
async function running() {
  const supervised = await world.supervise();
  await supervised.supervisor.start();
  await supervised.supervisor.restart();
  expect(supervised.supervisor.view().boot?.kind).toBe('template');
  return supervised;
}

/** What guests are asked from now on: the verbs, and the words of their gates. */
function hearGuests(beforeSaving: () => Promise<void> = async () => undefined): readonly string[] {
  const asked: string[] = [];
  world.launch = async () => {
    const machine = world.machine();
    const { answer, saveMemory } = machine;
    machine.answer = async (words) => {
      asked.push(words.slice(0, words[0] === 'gate' ? 2 : 1).join(' '));
      return answer(words);
    };
    machine.saveMemory = async (...given) => {
      await beforeSaving();
      return saveMemory(...given);
    };
  };
  return asked;
}

describe('a template', () => {
  it('costs the guest that it is made of no time: it is told how late it is', async () => {
    const asked = hearGuests();
    const { supervisor } = await world.supervise();
    await supervisor.start();
    expect(asked).toEqual(['gate template', 'wake', 'gate go']);
  });

  it('may take as long to be saved as the disk takes', async () => {
    // By the fast clock: longer than a guest may take.
    const asked = hearGuests(() => setTimeout(2_600));
    const { supervisor } = await world.supervise();
    await supervisor.start();
    expect(asked).toEqual(['gate template', 'wake', 'gate go']);
  });

  it('is not made when its halt is not answered, and the start goes on', async () => {
    world.launch = async () => {
      const machine = world.machine();
      const { halt } = machine;
      machine.halt = async (given) => {
        await halt(given);
        throw new Error('no answer');
      };
    };
    const { supervisor } = await world.supervise();
    await supervisor.start();
    expect(world.machine()).toMatchObject({ living: true, halted: false });
    expect(await savedAt()).toBeUndefined();
  });

  it('that led to a running engine is used again when its VM is killed', async () => {
    const { supervisor, until } = await running();
    const before = await savedAt();
    world.machine().exit();
    await until('backoff');
    expect((await until('running')).boot?.kind).toBe('template');
    expect(await savedAt()).toBe(before);
    expect(supervisor.view().boot?.kind).toBe('template');
  });

  it('is made anew when what came after it failed twice in a row', async () => {
    const { until } = await running();
    world.machine().exit();
    await until('backoff');
    await until('running');
    world.machine().exit();
    await until('backoff');
    expect((await until('running')).boot?.kind).toBe('cold');
    expect(await savedAt()).toBeDefined();
  });
});
