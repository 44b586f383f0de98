import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { guardUnsaved } from './guard-unsaved.ts';

function setUp() {
  const state = { isQuitting: false, answer: (_isLost: boolean): void => undefined };
  const close = vi.fn();
  const window = Object.assign(new EventEmitter(), { close });
  const quit = vi.fn();
  const ask = vi.fn(
    (_files: number) =>
      new Promise<boolean>((resolve) => {
        state.answer = resolve;
      }),
  );
  const setUnsaved = guardUnsaved(window, { ask, isQuitting: () => state.isQuitting, quit });
  /** Whether the window was kept from closing. */
  const tryToClose = () => {
    const event = { preventDefault: vi.fn() };
    window.emit('close', event);
    return event.preventDefault.mock.calls.length > 0;
  };
  return { state, close, quit, ask, setUnsaved, tryToClose };
}

it('lets a window close that has nothing to lose', () => {
  const { ask, setUnsaved, tryToClose } = setUp();
  expect(tryToClose()).toBe(false);
  setUnsaved(2);
  setUnsaved(0);
  expect(tryToClose()).toBe(false);
  expect(ask).not.toHaveBeenCalled();
});

it('asks once, and closes when the changes may be lost', async () => {
  const { state, close, ask, setUnsaved, tryToClose } = setUp();
  setUnsaved(2);
  expect([tryToClose(), tryToClose()]).toEqual([true, true]);
  expect(ask.mock.calls).toEqual([[2]]);
  state.answer(true);
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce(), { timeout: 8_000 });
  expect(tryToClose()).toBe(false);
});

it('keeps the window, and asks again the next time', async () => {
  const { state, close, quit, ask, setUnsaved, tryToClose } = setUp();
  setUnsaved(1);
  tryToClose();
  state.answer(false);
  await vi.waitFor(
    () => {
      tryToClose();
      expect(ask).toHaveBeenCalledTimes(2);
    },
    { timeout: 8_000 },
  );
  expect([close.mock.calls, quit.mock.calls]).toEqual([[], []]);
});

it('goes on quitting when that was why it closed', async () => {
  const { state, close, quit, setUnsaved, tryToClose } = setUp();
  setUnsaved(1);
  state.isQuitting = true;
  tryToClose();
  state.answer(true);
  await vi.waitFor(() => expect(quit).toHaveBeenCalledOnce(), { timeout: 8_000 });
  expect(close).not.toHaveBeenCalled();
});
