import { expect, test, vi } from 'vitest';
import { readStream } from '../../../read-stream.ts';
import { useCarriers } from '../../../state/carriers-store.ts';
import { notify } from '../../../state/notices.ts';
import { saveLog } from './saving.ts';

vi.mock('../../../bridge.ts', () => ({
  call: async () => ({ id: 'chosen', path: '/home/me/web.log' }),
  listen: vi.fn(),
}));
vi.mock('../../../read-stream.ts', () => ({ readStream: vi.fn() }));
vi.mock('../../../state/notices.ts', () => ({ notify: vi.fn(), notifyFailure: vi.fn() }));

const parameters = { sources: [], withTimes: false } as unknown as Parameters<typeof saveLog>[1];

/** A log of which one piece is written, and the rest once `more` has been called or nobody wants it any more. */
function oneByOne() {
  let more = () => {};
  vi.mocked(readStream).mockImplementation(async function* (_name: unknown, _: unknown, signal: AbortSignal) {
    yield { bytes: 2_000_000, lines: 12_345, unreadable: [] };
    await new Promise<void>((resolve) => {
      more = resolve;
      signal.addEventListener('abort', () => resolve());
    });
    if (!signal.aborted) yield { bytes: 3_000_000, lines: 20_000, unreadable: [] };
  } as never);
  return () => more();
}

test('a log that is being saved is shown beside all else that is on its way', async () => {
  const more = oneByOne();
  const saved = saveLog('web', parameters);
  await expect
    .poll(() => useCarriers.getState().carriers)
    .toMatchObject([{ title: 'Saving web.log', lines: 12_345, bytes: 2_000_000 }]);
  more();
  await saved;
  expect(useCarriers.getState().carriers).toEqual([]);
  expect(notify).toHaveBeenLastCalledWith({
    kind: 'done',
    text: 'Saved 20,000 lines to /home/me/web.log.',
  });
});

test('it can be cancelled from there', async () => {
  oneByOne();
  const saved = saveLog('web', parameters);
  await expect.poll(() => useCarriers.getState().carriers[0]?.lines).toBe(12_345);
  useCarriers.getState().carriers[0]?.cancel();
  await saved;
  expect(notify).toHaveBeenLastCalledWith({ kind: 'done', text: 'The log was not saved.' });
});
