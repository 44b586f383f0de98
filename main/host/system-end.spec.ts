import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import type { Status, VmState } from '../contract/status.ts';
import { endBySystem, type SystemEndOptions } from './system-end.ts';

const vm = { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 512, pid: 7 } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A host whose VM is in that state, and what became of it. */
function ending(initial: VmState, onClose: Settings['app.onClose'] = 'sleep') {
  const done: string[] = [];
  const state = { kind: initial, hasVm: !['stopped', 'failed', 'sleeping', 'backoff'].includes(initial) };
  const become = (kind: VmState, word: string) => {
    Object.assign(state, { kind, hasVm: false });
    done.push(word);
  };
  const rest = vi.fn(async (_: AbortSignal) => become('sleeping', 'asleep'));
  const stop = vi.fn(async () => become('stopped', 'stopped'));
  const cancel = vi.fn(async () => undefined);
  const warn = vi.fn();
  const options = {
    host: () => ({
      status: () => ({ state: state.kind, vm: state.hasVm ? vm : null }) as Status,
      handlers: { 'vm.stop': stop, 'snapshots.cancel': cancel },
      rest,
    }),
    onClose: async () => onClose,
    endsAll: async () => false,
    leave: async () => void done.push('left'),
    logger: { info: () => undefined, warn },
    exit: (code: number) => void done.push(`exit ${code}`),
  } as unknown as SystemEndOptions;
  return { done, state, rest, stop, cancel, warn, options };
}

const told = async (options: SystemEndOptions, ...words: readonly string[]) => {
  const end = endBySystem(options);
  for (const word of words) end(word);
  await vi.runAllTimersAsync();
};

it('puts a running VM to sleep, giving up a snapshot that is being made, and leaves', async () => {
  const { done, cancel, warn, options } = ending('running');
  await told(options, 'SIGTERM');
  expect(done).toEqual(['asleep', 'left', 'exit 0']);
  expect(cancel).toHaveBeenCalledOnce();
  expect(warn).not.toHaveBeenCalled();
});

it('stops it in its place when it cannot be saved, and says so', async () => {
  const { done, rest, warn, options } = ending('running');
  rest.mockRejectedValue(new SlipwayError({ code: 'save-failed', message: 'No room.', hint: 'Make some.' }));
  await told(options, 'SIGTERM');
  expect(done).toEqual(['stopped', 'left', 'exit 0']);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^SIGTERM: No room\. .*stopped/));
});

it.each([
  ['at once', (signal: AbortSignal, reject: (error: unknown) => void) => reject(signal.reason)],
  ['never', () => undefined],
])('gives up a save that takes too long, which it does %s, and stops the VM', async (_, onAbort) => {
  const { done, rest, warn, options } = ending('running');
  rest.mockImplementation(
    (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => onAbort(signal, reject));
      }),
  );
  const before = Date.now();
  await told(options, 'SIGTERM');
  expect(done).toEqual(['stopped', 'left', 'exit 0']);
  expect(Date.now() - before).toBeLessThanOrEqual(25_000);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('20 s'));
});

it('leaves well before systemd loses its patience, whatever hangs', async () => {
  const hang = () => new Promise<never>(() => undefined);
  const { done, rest, stop, options } = ending('running');
  rest.mockImplementation(hang);
  stop.mockImplementation(hang);
  const before = Date.now();
  await told({ ...options, leave: hang }, 'SIGTERM');
  expect(done).toEqual(['exit 0']);
  expect(Date.now() - before).toBeLessThan(85_000);
});

it('lets the VM run on if it is to be kept, unless all is ended', async () => {
  const kept = ending('running', 'keep');
  await told(kept.options, 'SIGTERM');
  expect(kept.done).toEqual(['left', 'exit 0']);
  const doomed = ending('running', 'keep');
  await told({ ...doomed.options, endsAll: async () => true }, 'SIGTERM');
  expect(doomed.done).toEqual(['asleep', 'left', 'exit 0']);
});

it('stops it if it is told to', async () => {
  const { done, options } = ending('running', 'stop');
  await told(options, 'SIGHUP');
  expect(done).toEqual(['stopped', 'left', 'exit 0']);
});

it('stops what is between two tries: there is nothing to save', async () => {
  const { done, options } = ending('backoff');
  await told(options, 'SIGTERM');
  expect(done).toEqual(['stopped', 'left', 'exit 0']);
});

it.each(['stopped', 'failed', 'sleeping'] as const)('leaves a VM that is %s as it is', async (state) => {
  const { done, options } = ending(state, 'stop');
  await told(options, 'SIGINT');
  expect(done).toEqual(['left', 'exit 0']);
});

it('waits for a VM that is falling asleep', async () => {
  const { done, state, options } = ending('sleeping');
  state.hasVm = true;
  await told(options, 'SIGTERM');
  expect(done).toEqual(['asleep', 'left', 'exit 0']);
});

it.each([
  ['SIGTERM', 'SIGHUP'],
  ['SIGHUP', 'SIGTERM'],
])(
  'takes %s and %s, as systemd sends both, for one word, and ends at once at the next',
  async (one, other) => {
    const { done, rest, options } = ending('running');
    rest.mockReturnValue(new Promise<never>(() => undefined));
    const end = endBySystem(options);
    end(one);
    end(other);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(done).toEqual([]);
    end('SIGTERM');
    expect(done).toEqual(['exit 0']);
  },
);

it.each(['SIGTERM', 'SIGINT'])('ends at once when %s follows SIGTERM', async (word) => {
  const { done, rest, options } = ending('running');
  rest.mockReturnValue(new Promise<never>(() => undefined));
  const end = endBySystem(options);
  end('SIGTERM');
  end(word);
  expect(done).toEqual(['exit 0']);
});

it('leaves when there is no host in this process', async () => {
  const { done, options } = ending('running');
  await told({ ...options, host: () => undefined }, 'SIGTERM');
  expect(done).toEqual(['left', 'exit 0']);
});
