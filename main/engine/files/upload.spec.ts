import type Docker from 'dockerode';
import { expect, it } from 'vitest';
import { never } from '../../util/wait.ts';
import type { Helper } from './helper.ts';
import { upload } from './upload.ts';

it('removes a folder that was made although the answer did not come', async () => {
  const engine = {
    modem: {
      dial: (_: object, callback: (error: null, answer: object) => void) =>
        callback(null, { Driver: 'local', Mountpoint: '/volumes/data' }),
    },
  } as unknown as Docker;
  const asked: (readonly string[])[] = [];
  const helper: Helper = {
    ask: async (words) => {
      asked.push(words);
      if (words[0] === 'make_folder') throw new Error('the connection was lost');
      return { code: 0, output: Buffer.alloc(0), complaint: '' };
    },
    engineTop: '/top',
    hasEnded: () => false,
    end: async () => undefined,
  };
  const helpers = {
    use: <T>(_: string | undefined, __: AbortSignal, work: (one: Helper) => Promise<T>) => work(helper),
    letGo: async () => undefined,
    close: async () => undefined,
  };
  const put = upload(
    engine,
    helpers,
    {
      source: { kind: 'volume', name: 'data' },
      folder: '/',
      paths: [import.meta.filename],
      replace: false,
    },
    () => undefined,
    never,
  );
  await expect(put).rejects.toThrow('the connection was lost');
  const made = asked.find(([word]) => word === 'make_folder');
  expect(asked.at(-1)).toEqual(['remove', '/top/volumes/data', '', made?.at(-1)]);
});
