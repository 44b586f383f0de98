import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Shell } from '../util/shell.ts';
import { createTerminals } from './terminals.ts';

const signal = new AbortController().signal;
const size = { target: { kind: 'guest' as const }, columns: 80, rows: 24 };

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
  const { terminal } = await handlers['terminal.open'](size, signal);
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
  const { terminal } = await handlers['terminal.open'](size, signal);
  for (let index = 0; index < 4; index += 1) stream.emit('data', Buffer.alloc(40_000, 'x'));
  expect(stream.isPaused()).toBe(true);
  await handlers['terminal.acknowledge']({ terminal, characters: 150_000 }, signal);
  expect(stream.isPaused()).toBe(false);
});

it('sends the last words before the end, and knows the terminal no more', async () => {
  const { shell, stream, end } = fakeShell();
  const announce = vi.fn();
  const { handlers } = createTerminals(async () => shell, announce);
  const { terminal } = await handlers['terminal.open'](size, signal);
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
  await terminals.handlers['terminal.open'](size, signal);
  terminals.closeAll();
  for (const { shell } of shells) expect(shell.close).toHaveBeenCalledTimes(1);
});
