import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { createHostLink, type HostConnection } from './host-link.ts';

const signal = new AbortController().signal;

function fakeHost(state: string) {
  const stop = vi.fn();
  const host = { call: vi.fn(async () => ({ state })), on: vi.fn(() => stop) };
  return { host: host as unknown as HostConnection, stop };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('lets a request wait for the first host, and announces its status', async () => {
  const announce = vi.fn();
  const link = createHostLink(announce);
  const answer = link.handlers['status.get']({}, signal);
  link.use(fakeHost('running').host);
  expect(await answer).toEqual({ state: 'running' });
  expect(announce).toHaveBeenCalledWith({ name: 'status', payload: { state: 'running' } });
});

it('lets a request wait for the next host when one has left, and hears the old one no more', async () => {
  const link = createHostLink(() => undefined);
  const first = fakeHost('running');
  link.use(first.host);
  link.lose();
  expect(first.stop).toHaveBeenCalledTimes(5);
  const answer = link.handlers['vm.start']({}, signal);
  link.use(fakeHost('stopped').host);
  expect(await answer).toEqual({ state: 'stopped' });
});

const leaving = () => new SlipwayError({ code: 'host-unreachable', message: 'leaving', hint: 'again' });

it('lets the next host start the engine when one says that it leaves', async () => {
  const link = createHostLink(() => undefined);
  const { host } = fakeHost('stopped');
  vi.mocked(host.call).mockRejectedValue(leaving());
  link.use(host);
  const answer = link.handlers['vm.start']({}, signal);
  await vi.advanceTimersByTimeAsync(100);
  link.lose();
  await vi.advanceTimersByTimeAsync(500);
  link.use(fakeHost('running').host);
  expect(await answer).toEqual({ state: 'running' });
});

it('asks no second host for what must not be done twice', async () => {
  const link = createHostLink(() => undefined);
  const { host } = fakeHost('stopped');
  vi.mocked(host.call).mockRejectedValue(leaving());
  link.use(host);
  await expect(link.handlers['snapshots.create']({ name: 'a' }, signal)).rejects.toMatchObject({
    code: 'host-unreachable',
  });
});

it('gives up when one host after the other leaves', async () => {
  const link = createHostLink(() => undefined);
  const hosts = [1, 2, 3].map(() => fakeHost('stopped').host);
  for (const host of hosts) vi.mocked(host.call).mockRejectedValue(leaving());
  const [first, second, third] = hosts as [HostConnection, HostConnection, HostConnection];
  link.use(first);
  const answer = link.handlers['vm.start']({}, signal);
  const rejected = expect(answer).rejects.toMatchObject({ code: 'host-unreachable', message: 'leaving' });
  for (const next of [second, third]) {
    await vi.advanceTimersByTimeAsync(100);
    link.lose();
    link.use(next);
  }
  await rejected;
});

it('gives up waiting, and says so', async () => {
  const link = createHostLink(() => undefined);
  const answer = link.handlers['vm.start']({}, signal);
  const rejected = expect(answer).rejects.toMatchObject({ code: 'host-unreachable' });
  await vi.advanceTimersByTimeAsync(20_000);
  await rejected;
});

it('tells what is known without a host that has fallen silent', async () => {
  const announce = vi.fn();
  const link = createHostLink(announce);
  const { host, stop } = fakeHost('running');
  link.use(host);
  await vi.advanceTimersByTimeAsync(0);
  const why = new SlipwayError({ code: 'host-unresponsive', message: 'silent', hint: 'end it' });
  link.fail(why, { state: 'waiting' } as Status);
  expect(stop).toHaveBeenCalledTimes(5);
  expect(announce.mock.lastCall).toEqual([{ name: 'status', payload: { state: 'waiting' } }]);
  await expect(link.handlers['vm.stop']({}, signal)).rejects.toBe(why);
});

it('answers with why there is no host, at once', async () => {
  const link = createHostLink(() => undefined);
  const waiting = link.handlers['status.get']({}, signal);
  link.fail(new SlipwayError({ code: 'home-unwritable', message: 'no', hint: 'mend it' }));
  await expect(waiting).rejects.toMatchObject({ code: 'home-unwritable' });
  await expect(link.handlers['status.get']({}, signal)).rejects.toMatchObject({ code: 'home-unwritable' });
});
