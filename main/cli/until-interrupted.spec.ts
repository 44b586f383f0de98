import { expect, it } from 'vitest';
import { delay, never } from '../util/wait.ts';
import { untilInterrupted } from './until-interrupted.ts';

it('says that it was interrupted, whatever the work makes of that, and listens no more', async () => {
  const before = process.listenerCount('SIGINT');
  const given = untilInterrupted(async (signal) => {
    process.emit('SIGINT');
    await delay(60_000, signal).catch(() => {
      throw new Error('the engine cannot be reached');
    });
  });
  await expect(given).rejects.toMatchObject({
    code: 'aborted',
    message: expect.stringContaining('interrupted'),
  });
  expect(process.listenerCount('SIGINT')).toBe(before);
});

it('hands on what the work answers, and why it failed by itself', async () => {
  expect(await untilInterrupted(async (signal) => signal.aborted)).toBe(false);
  const failed = untilInterrupted(() => delay(1, never).then(() => Promise.reject(new Error('no room'))));
  await expect(failed).rejects.toThrow('no room');
});
