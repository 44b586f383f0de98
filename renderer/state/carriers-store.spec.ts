import { beforeEach, expect, it, vi } from 'vitest';
import type { CarriedPiece } from '../../main/contract/engine/file-trees.ts';
import type { WindowEvent } from '../../main/contract/window.ts';
import { carry, useCarriers } from './carriers-store.ts';
import { useNotices } from './notices.ts';

let hear: (event: WindowEvent) => void = () => undefined;
const request = vi.fn(async (_name: string, _parameters: unknown) => ({ result: undefined }));
vi.stubGlobal('window', { slipway: { request, listen: (listener: typeof hear) => (hear = listener) } });

beforeEach(() => {
  request.mockClear();
  useNotices.setState({ notices: [] });
});

const words = { title: 'Restoring pgdata', done: 'Restored.', cancelled: 'It is as it was.' };
const asked = () => request.mock.calls.map(([name]) => name);
const said = () => useNotices.getState().notices.map((notice) => ('text' in notice ? notice.text : notice));
const carrier = () => useCarriers.getState().carriers[0];

async function begin() {
  const carried = carry('volumes.restore', { name: 'pgdata', file: crypto.randomUUID() }, words);
  await vi.waitFor(() => expect(asked()).toEqual(['stream.open']), { timeout: 8_000 });
  const [, { stream }] = request.mock.calls[0] as unknown as [string, { readonly stream: string }];
  const piece = async (one: CarriedPiece) => {
    hear({ name: 'stream.piece', payload: { stream, piece: one } });
    await new Promise(setImmediate);
  };
  return { carried, piece, end: () => hear({ name: 'stream.end', payload: { stream } }) };
}

it('says that it was cancelled only once the work has ended', async () => {
  const { carried, end } = await begin();
  carrier()?.cancel();
  await new Promise(setImmediate);
  expect(asked()).toEqual(['stream.open', 'stream.cancel']);
  expect(carrier()?.isEnding).toBe(true);
  expect(said()).toEqual([]);
  end();
  expect(await carried).toEqual({ kind: 'ended' });
  expect(said()).toEqual(['It is as it was.']);
});

it('says that it was done when it was cancelled too late', async () => {
  const { carried, piece } = await begin();
  carrier()?.cancel();
  await piece({ kind: 'final' });
  expect(carrier()).toMatchObject({ isFinal: true, isEnding: false });
  await piece({ kind: 'done', bytes: 1, files: 1 });
  expect(await carried).toEqual({ kind: 'done' });
  expect(said()).toEqual(['Restored.']);
});

it('cannot be cancelled any more at the end', async () => {
  const { carried, piece } = await begin();
  await piece({ kind: 'final' });
  carrier()?.cancel();
  expect(asked()).toEqual(['stream.open']);
  await piece({ kind: 'done', bytes: 1, files: 1 });
  await carried;
});
