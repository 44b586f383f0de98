import { expect, it, vi } from 'vitest';
import { feedConsole } from './console-feed.ts';

function fakeConsole() {
  const stop = vi.fn();
  const follow = vi.fn((_position: number, _listener: (text: string) => void) => stop);
  return { stop, follow, size: vi.fn(async () => 7) };
}

it('tells what comes, from the end of what is there', async () => {
  const console = fakeConsole();
  const announce = vi.fn();
  feedConsole(console, announce);
  await vi.waitFor(() => expect(console.follow).toHaveBeenCalledWith(7, announce), { timeout: 8_000 });
});

it('looks at nothing while the VM sleeps, and once when it is awake', async () => {
  const console = fakeConsole();
  const feed = feedConsole(console, () => undefined);
  await vi.waitFor(() => expect(console.follow).toHaveBeenCalledTimes(1), { timeout: 8_000 });
  feed.setAsleep(true);
  expect(console.stop).toHaveBeenCalledTimes(1);
  feed.setAsleep(false);
  feed.setAsleep(false);
  await vi.waitFor(() => expect(console.follow).toHaveBeenCalledTimes(2), { timeout: 8_000 });
});

it('does not begin for a VM that has fallen asleep again meanwhile', async () => {
  const console = fakeConsole();
  const feed = feedConsole(console, () => undefined);
  feed.setAsleep(true);
  await new Promise(setImmediate);
  expect(console.follow).not.toHaveBeenCalled();
  feed.setAsleep(false);
  feed.close();
  await new Promise(setImmediate);
  expect(console.follow).not.toHaveBeenCalled();
});
