import { beforeEach, expect, it, vi } from 'vitest';
import type { Transfer } from '../../main/contract/engine/transfers.ts';
import type { WindowEvent } from '../../main/contract/window.ts';
import { useNotices } from './notices.ts';
import { pullToEnd } from './pull-to-end.ts';
import { followTransfers, useTransfers } from './transfers-store.ts';

let hear: (event: WindowEvent) => void = () => undefined;
/** Which pull `transfers.begin` answers: the one that is under way, however often it is begun. */
let id = '';
const request = vi.fn(async (name: string, _parameters: unknown) => ({
  result: name === 'transfers.begin' ? id : undefined,
}));
vi.stubGlobal('window', { slipway: { request, listen: (listener: typeof hear) => (hear = listener) } });

followTransfers();
await vi.waitFor(() => expect(request).toHaveBeenCalled(), { timeout: 8_000 });
const [, { stream }] = request.mock.calls[0] as unknown as [string, { readonly stream: string }];

beforeEach(() => {
  id = crypto.randomUUID();
  useNotices.setState({ notices: [] });
});

/** Tells the window of all transfers there are. */
async function tell(...states: readonly Transfer['state'][]) {
  const progress = { layers: [], bytes: null, of: null };
  const piece = states.map((state): Transfer => ({ id, kind: 'pull', name: 'nginx', progress, state }));
  hear({ name: 'stream.piece', payload: { stream, piece } });
  await new Promise(setImmediate);
}

const join = () => pullToEnd('nginx', () => undefined).catch((error: Error) => error.message);

/** Waits for as long as a test may: what never settles is told apart from what does. */
const settled = (ends: readonly Promise<unknown>[]) =>
  Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, 500, 'nothing'))]);

it('tells everyone who waits for the same pull', async () => {
  const ends = [join(), join()];
  await new Promise(setImmediate);
  await tell({ kind: 'running' });
  await tell({ kind: 'done', said: 'nginx is here.' });
  expect(await settled(ends)).toEqual([true, true]);
});

it('tells everyone why it could not be, and them alone', async () => {
  const ends = [join(), join()];
  await new Promise(setImmediate);
  await tell({ kind: 'running' });
  await tell({ kind: 'failed', failure: { code: 'not-found', message: 'No such image.', hint: '' } });
  expect(await settled(ends)).toEqual(['No such image.', 'No such image.']);
  expect(useNotices.getState().notices).toEqual([]);
});

it('hears of the end of a pull that it joined and that makes no progress', async () => {
  await tell({ kind: 'running' });
  expect(useTransfers.getState().transfers).toHaveLength(1);
  const end = join();
  await new Promise(setImmediate);
  await tell();
  expect(await settled([end])).toEqual([false]);
});

it('does not take one that the list does not have yet for cancelled', async () => {
  const end = join();
  await new Promise(setImmediate);
  await tell();
  await tell({ kind: 'running' });
  await tell();
  expect(await settled([end])).toEqual([false]);
});
