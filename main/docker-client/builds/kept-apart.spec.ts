import { expect, test } from 'vitest';
import { GrpcRefusal } from '../../engine/grpc/open-grpc.ts';
import { abortAfter } from '../../util/wait.ts';
import { readKeptApart } from './kept-apart.ts';
import type { Descriptor, HistoryRecord } from './record-messages.ts';

const descriptor = (digest: string, kind = ''): Descriptor => ({
  ...{ mediaType: 'application/vnd.in-toto+json', digest, bytes: 1 },
  annotations: new Map([['in-toto.io/predicate-type', kind]]),
});
const provenance = 'https://slsa.dev/provenance/v0.2';
const recordWith = (
  errorDetails: Descriptor | null,
  ...attestations: readonly Descriptor[]
): HistoryRecord => ({
  ...{ attributes: new Map(), exporters: [], answers: new Map(), error: '', errorDetails },
  results: [{ platform: '', outputs: [descriptor('image')], attestations }],
});
const read = (record: HistoryRecord, contents: Readonly<Record<string, string | Error>>) =>
  readKeptApart(
    {
      async read({ digest }) {
        const content = contents[digest];
        if (typeof content === 'string') return Buffer.from(content);
        throw content ?? new GrpcRefusal(5, `rpc error: code = NotFound desc = content ${digest}: not found`);
      },
    },
    record,
    abortAfter(10_000),
  );

test('reads what a record refers to, and nothing else', async () => {
  const record = recordWith(
    descriptor('e'),
    descriptor('p', provenance),
    descriptor('sbom', 'https://spdx.dev/x'),
  );
  const { error, provenances, missing } = await read(record, {
    e: '',
    p: '{"materials":[{"uri":"base"}]}',
  });
  expect(error).toEqual({ lines: null, stack: '' });
  expect(provenances.map(({ materials }) => materials)).toEqual([[{ address: 'base', digest: '' }]]);
  expect(missing).toEqual([]);
});

test('says what is missing and why, and goes on with the rest', async () => {
  const record = recordWith(
    descriptor('e'),
    ...['gone', 'long', 'none', 'p'].map((digest) => descriptor(digest, provenance)),
  );
  const { error, provenances, missing } = await read(record, {
    ...{ e: '\u001a', long: new SyntaxError('it is too long'), none: '{', p: '{}' },
  });
  expect(error).toBeNull();
  expect(provenances).toHaveLength(1);
  expect(missing.map(({ what }) => what)).toEqual([
    'the lines at which it has failed',
    ...Array.from({ length: 3 }, () => 'what it was made from'),
  ]);
  expect(missing[1]?.why).toBe('content gone: not found');
  expect(missing[2]?.why).toBe('it is too long');
});

test('reads no more attestations than a build can be thought to have', async () => {
  const many = Array.from({ length: 20 }, () => descriptor('p', provenance));
  const { provenances, missing } = await read(recordWith(null, ...many), { p: '{}' });
  expect(provenances).toHaveLength(16);
  expect(missing).toEqual([{ what: 'what it was made from', why: expect.stringMatching(/16/) }]);
});

test('leaves the rest when the connection has gone, or nobody waits any more', async () => {
  const record = recordWith(descriptor('e'));
  await expect(read(record, { e: new Error('socket hang up') })).rejects.toThrow('socket hang up');
  const left = AbortSignal.abort(new Error('left'));
  const refuse = { read: () => Promise.reject(new GrpcRefusal(1, 'cancelled')) };
  await expect(readKeptApart(refuse, record, left)).rejects.toThrow('left');
});
