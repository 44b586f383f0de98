import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';
import { followRemovals, isRemoval } from './removals.ts';

const event = (Type: string, Action: string) => JSON.stringify({ Type, Action, Actor: {} });

describe('isRemoval', () => {
  it.each([
    ['image', 'prune'],
    ['container', 'prune'],
    ['builder', 'prune'],
    ['image', 'delete'],
    ['volume', 'destroy'],
  ])('heeds %s %s', (type, action) => expect(isRemoval({ Type: type, Action: action })).toBe(true));

  it.each([
    ['container', 'destroy'],
    ['image', 'pull'],
    ['volume', 'create'],
  ])('does not heed %s %s', (type, action) => expect(isRemoval({ Type: type, Action: action })).toBe(false));
});

describe('followRemovals', () => {
  let server: EngineServer;
  let streams: ServerResponse[];
  let end: AbortController;
  let status: number;

  beforeEach(async () => {
    streams = [];
    status = 200;
    end = new AbortController();
    server = await serveEngine((_, response) => {
      response.writeHead(status).flushHeaders();
      streams.push(response);
    });
  });

  afterEach(async () => {
    end.abort();
    await server.close();
  });

  it('does not take an error for events, and waits longer each time', async () => {
    const heard = vi.fn();
    status = 500;
    const began = performance.now();
    void followRemovals(server.socketPath, heard, end.signal);
    for (const tries of [1, 2, 3]) {
      await vi.waitFor(() => expect(streams).toHaveLength(tries), { timeout: 5_000 });
      streams[tries - 1]?.end(`${event('image', 'prune')}\n`);
    }
    // One second and two; one and one if a try that is refused counted as a stream.
    expect(performance.now() - began).toBeGreaterThan(2_900);
    expect(heard).not.toHaveBeenCalled();
  });

  it('hears events that come in pieces, and again after the stream was lost', async () => {
    const heard = vi.fn();
    const over = followRemovals(server.socketPath, heard, end.signal);
    await vi.waitFor(() => expect(streams).toHaveLength(1), { timeout: 8_000 });
    const text = `${event('image', 'prune')}\n`;
    streams[0]?.write(text.slice(0, 10));
    streams[0]?.write(text.slice(10));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), { timeout: 8_000 });
    streams[0]?.end();
    await vi.waitFor(() => expect(streams).toHaveLength(2), { timeout: 5_000 });
    streams[1]?.write(text + text);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3), { timeout: 8_000 });
    end.abort();
    await over;
  });
});
