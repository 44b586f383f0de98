import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Shell } from '../util/shell.ts';
import { createTerminals } from './terminals.ts';

const signal = new AbortController().signal;
const terminal = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';
const size = { terminal, target: { kind: 'guest' as const }, columns: 80, rows: 24 };

function fakeShell() {
  const stream = new PassThrough();
  let end: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    end = resolve;
  });
  const shell: Shell = { stream, exit, resize: vi.fn(async () => undefined), close: vi.fn() };
  return { shell, stream, end };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('gathers output of a few milliseconds, and never splits a character', async () => {
  const { shell, stream } = fakeShell();
  const announce = vi.fn();
  const { handlers } = createTerminals(async () => shell, announce);
  await handlers['terminal.open'](size, signal);
  const bytes = Buffer.from('a€b');
  stream.emit('data', bytes.subarray(0, 2));
  stream.emit('data', bytes.subarray(2));
  expect(announce).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5);
  expect(announce).toHaveBeenCalledExactlyOnceWith({
    name: 'terminal.data',
    payload: { terminal, data: 'a€b' },
  });
});

it('pauses a source that runs ahead of the screen, until the screen has caught up', async () => {
  const { shell, stream } = fakeShell();
  const { handlers } = createTerminals(
    async () => shell,
    () => undefined,
  );
  await handlers['terminal.open'](size, signal);
  for (let index = 0; index < 4; index += 1) stream.emit('data', Buffer.alloc(40_000, 'x'));
  expect(stream.isPaused()).toBe(true);
  await handlers['terminal.acknowledge']({ terminal, characters: 150_000 }, signal);
  expect(stream.isPaused()).toBe(false);
});

it('sends the last words before the end, and knows the terminal no more', async () => {
  const { shell, stream, end } = fakeShell();
  const announce = vi.fn();
  const { handlers } = createTerminals(async () => shell, announce);
  await handlers['terminal.open'](size, signal);
  stream.emit('data', Buffer.from('bye'));
  end(3);
  await vi.advanceTimersByTimeAsync(0);
  expect(announce.mock.calls.map(([event]) => event.name)).toEqual(['terminal.data', 'terminal.exit']);
  expect(announce).toHaveBeenLastCalledWith({ name: 'terminal.exit', payload: { terminal, code: 3 } });
  await expect(handlers['terminal.write']({ terminal, data: 'x' }, signal)).rejects.toMatchObject({
    code: 'not-found',
  });
});

it('ends every shell when the page goes', async () => {
  const shells = [fakeShell(), fakeShell()];
  let next = 0;
  const terminals = createTerminals(
    async () => shells[next++]?.shell ?? fakeShell().shell,
    () => undefined,
  );
  await terminals.handlers['terminal.open'](size, signal);
  await terminals.handlers['terminal.open']({ ...size, terminal: other }, signal);
  terminals.closeAll();
  for (const { shell } of shells) expect(shell.close).toHaveBeenCalledTimes(1);
});

it('stops opening one that is closed meanwhile, and lets the shell go that comes all the same', async () => {
  const { shell } = fakeShell();
  let opened: (shell: Shell) => void = () => undefined;
  let until = signal;
  const { handlers } = createTerminals(
    (_, __, abort) => {
      until = abort;
      return new Promise((resolve) => {
        opened = resolve;
      });
    },
    () => undefined,
  );
  const opening = handlers['terminal.open'](size, signal);
  await handlers['terminal.close']({ terminal }, signal);
  expect(until.aborted).toBe(true);
  opened(shell);
  await opening;
  expect(shell.close).toHaveBeenCalledTimes(1);
});

it('opens none under an id that is in use', async () => {
  const { handlers } = createTerminals(
    async () => fakeShell().shell,
    () => undefined,
  );
  await handlers['terminal.open'](size, signal);
  await expect(handlers['terminal.open'](size, signal)).rejects.toThrow('it is open already');
});
