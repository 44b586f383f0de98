import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { leaveOnQuit } from './leave-on-quit.ts';

function quittingApp() {
  const exit = vi.fn<(code: number) => void>();
  const app = Object.assign(new EventEmitter(), { exit });
  const quit = () => {
    const event = { preventDefault: vi.fn() };
    app.emit('will-quit', event);
    return event.preventDefault;
  };
  return { app, exit, quit };
}

it('lets a second wish to quit wait for the first, and leaves once', async () => {
  const { app, exit, quit } = quittingApp();
  let saved: () => void = () => undefined;
  const leave = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        saved = resolve;
      }),
  );
  leaveOnQuit(app, leave, () => undefined);
  expect(quit()).toHaveBeenCalledOnce();
  expect(quit()).toHaveBeenCalledOnce();
  expect(leave).toHaveBeenCalledOnce();
  expect(exit).not.toHaveBeenCalled();
  saved();
  await vi.waitFor(() => expect(exit.mock.calls).toEqual([[0]]), { timeout: 8_000 });
});

it('tells why it could not leave, and ends all the same', async () => {
  const { app, exit, quit } = quittingApp();
  const told: unknown[] = [];
  leaveOnQuit(
    app,
    () => Promise.reject(new Error('no room')),
    (error) => told.push(error),
  );
  quit();
  await vi.waitFor(() => expect(exit.mock.calls).toEqual([[1]]), { timeout: 8_000 });
  expect(told).toEqual([new Error('no room')]);
});
