import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { abortAfter, delay, never, orAborted, poll, untilAborted, withDeadline } from './wait.ts';

const failure = { message: 'The test waited too long.', hint: 'Mend it.' };

function listenersOf(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

describe('withDeadline', () => {
  it('gives the outcome of the work and leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    expect(await withDeadline(1_000, signal, failure, async () => 7)).toBe(7);
    expect(listenersOf(signal)).toBe(0);
  });

  it('rejects with its own failure when the time is over, whatever the work says', async () => {
    const { signal } = new AbortController();
    const late = withDeadline(10, signal, failure, async (inner) => {
      await untilAborted(inner).catch(() => undefined);
      throw new Error('my own');
    });
    await expect(late).rejects.toMatchObject({ code: 'deadline-exceeded', message: failure.message });
    expect(listenersOf(signal)).toBe(0);
  });

  it('does not wait for work that ignores its signal', async () => {
    const deaf = withDeadline(10, new AbortController().signal, failure, () => new Promise(() => undefined));
    await expect(deaf).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });

  it('passes on the reason of the caller', async () => {
    const controller = new AbortController();
    const waiting = withDeadline(10_000, controller.signal, failure, untilAborted);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(listenersOf(controller.signal)).toBe(0);
  });

  it('does not begin when the signal has aborted before', async () => {
    const work = vi.fn(async () => 1);
    await expect(withDeadline(10, AbortSignal.abort(new Error('no')), failure, work)).rejects.toThrow('no');
    expect(work).not.toHaveBeenCalled();
  });

  it('keeps the error of the work, and stops its clock', async () => {
    const working = withDeadline(60_000, new AbortController().signal, failure, async () => {
      throw new Error('broken');
    });
    await expect(working).rejects.toThrow('broken');
  });
});

describe('orAborted', () => {
  it('leaves nothing on the signal, whoever wins', async () => {
    const controller = new AbortController();
    expect(await orAborted(controller.signal, Promise.resolve(1))).toBe(1);
    await expect(orAborted(controller.signal, Promise.reject(new Error('bad')))).rejects.toThrow('bad');
    expect(listenersOf(controller.signal)).toBe(0);
    const waiting = orAborted(controller.signal, new Promise(() => undefined));
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(listenersOf(controller.signal)).toBe(0);
  });

  it('hears the rejection of work that lost the race', async () => {
    const unheard = vi.fn();
    process.on('unhandledRejection', unheard);
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => {
      fail = reject;
    });
    await expect(orAborted(AbortSignal.abort(new Error('first')), work)).rejects.toThrow('first');
    fail(new Error('second'));
    await delay(20);
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });
});

describe('delay and poll', () => {
  it('reject with the reason of the signal', async () => {
    const controller = new AbortController();
    const waiting = delay(60_000, controller.signal);
    const asking = poll(10, controller.signal, () => undefined);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(asking).rejects.toThrow('enough');
    expect(listenersOf(controller.signal)).toBe(0);
  });

  it('asks until there is an answer, falsy ones included', async () => {
    const answers = [undefined, undefined, 0];
    expect(await poll(1, new AbortController().signal, () => answers.shift())).toBe(0);
  });

  it('passes on what the check throws', async () => {
    const asking = poll(1, new AbortController().signal, () => Promise.reject(new Error('broken')));
    await expect(asking).rejects.toThrow('broken');
  });
});

describe('abortAfter', () => {
  it('aborts after its time, whatever the memory is cleared of meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const clear: () => void = runInNewContext('gc');
    const { signal } = new AbortController();
    // Nothing but the combination has it, as where a wait is handed to another one.
    const either = AbortSignal.any([signal, abortAfter(30)]);
    clear();
    await vi.waitFor(() => expect(either.reason).toMatchObject({ name: 'TimeoutError' }));
  });

  it('aborts with the signal that it was given, and leaves nothing on it', () => {
    const controller = new AbortController();
    const either = abortAfter(60_000, controller.signal);
    expect(listenersOf(controller.signal)).toBe(1);
    controller.abort(new Error('enough'));
    expect(either.reason).toMatchObject({ message: 'enough' });
    expect(listenersOf(controller.signal)).toBe(0);
    expect(abortAfter(60_000, controller.signal).reason).toMatchObject({ message: 'enough' });
  });

  it('leaves nothing on the signal once its time is over', async () => {
    const { signal } = new AbortController();
    const either = abortAfter(5, signal);
    await vi.waitFor(() => expect(either.aborted).toBe(true));
    expect(listenersOf(signal)).toBe(0);
  });

  it('warns of no leak where many wait on one signal', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const controller = new AbortController();
    for (let count = 0; count < 20; count++) abortAfter(60_000, controller.signal);
    await delay(1, never);
    process.off('warning', warned);
    controller.abort();
    expect(warned).not.toHaveBeenCalled();
  });
});
