import { Duplex } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { never } from '../util/wait.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { testEngine } from './test-engine.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('says of an engine that takes a connection and never answers that it does not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const mute = new Duplex({ read: () => undefined, write: (_, __, done) => done() });
  const endpoint = 'unix:///run/mute.sock';
  const tested = testEngine(
    { name: 'mute', endpoint, tls: null },
    parseEndpoint(endpoint, null),
    { connect: async () => mute, close: async () => undefined },
    never,
  );
  await vi.advanceTimersByTimeAsync(45_000);
  expect(await tested).toMatchObject({
    answer: null,
    failed: {
      step: 'engine',
      failure: {
        message: '/run/mute.sock did not answer within 45 s.',
        hint: expect.stringContaining('the way to it is slow'),
      },
    },
  });
  expect(mute.destroyed).toBe(true);
});
