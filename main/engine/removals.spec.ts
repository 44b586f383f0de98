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
  ])('heeds %s %s', (type, action) => expect(isRemoval(event(type, action))).toBe(true));

  it.each([
    ['container', 'destroy'],
    ['image', 'pull'],
    ['volume', 'create'],
  ])('does not heed %s %s', (type, action) => expect(isRemoval(event(type, action))).toBe(false));

  it('is not put off by what is no event', () => {
    for (const line of ['', 'null', '{', '{"Type":1}']) expect(isRemoval(line)).toBe(false);
  });
});

describe('followRemovals', () => {
  let server: EngineServer;
  let streams: ServerResponse[];
  let end: AbortController;

  beforeEach(async () => {
    streams = [];
    end = new AbortController();
    server = await serveEngine((_, response) => {
      response.flushHeaders();
      streams.push(response);
    });
  });

  afterEach(async () => {
    end.abort();
    await server.close();
  });

  it('hears events that come in pieces, and again after the stream was lost', async () => {
    const heard = vi.fn();
    const over = followRemovals(server.socketPath, heard, end.signal);
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    const text = `${event('image', 'prune')}\n`;
    streams[0]?.write(text.slice(0, 10));
    streams[0]?.write(text.slice(10));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    streams[0]?.end();
    await vi.waitFor(() => expect(streams).toHaveLength(2), { timeout: 5_000 });
    streams[1]?.write(text + text);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3));
    end.abort();
    await over;
  });
});
