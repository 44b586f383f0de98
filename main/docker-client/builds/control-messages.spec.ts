import { expect, test } from 'vitest';
import { readHistoryEvent, writeDeleteRequest, writeHistoryRequest } from './control-messages.ts';
import { message } from './fakes/message.ts';
import { readStatusResponse, writeStatusRequest } from './status-messages.ts';

const time = (seconds: number, nanoseconds: number) => message([1, seconds], [2, nanoseconds]);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('writes what is asked', () => {
  expect(hex(writeHistoryRequest({}))).toBe('');
  expect(hex(writeHistoryRequest({ endsEarly: true }))).toBe('1801');
  expect(hex(writeHistoryRequest({ ref: 'ebb', endsEarly: true }))).toBe('1203656262' + '1801');
  expect(hex(writeDeleteRequest('ebb'))).toBe('0a03656262' + '1801');
  expect(hex(writeStatusRequest('ebb'))).toBe('0a03656262');
});

test('reads what the history tells, and passes over what it does not know', () => {
  const entry = (key: string, value: string) => message([1, key], [2, value]);
  const record = message(
    [1, 'ebb'],
    [2, 'dockerfile.v0'],
    [3, entry('target', 'quay')],
    [3, entry('build-arg:SECRET', 'tide')],
    [5, message([1, 1], [2, 'context canceled'])],
    [6, time(1_795_000_000, 500_250_000)],
    [7, time(1_795_000_001, 0)],
    [14, 1],
    [15, 2],
    [16, 5],
    [17, 4],
  );
  expect(readHistoryEvent(message([1, 1], [2, record], [9, 'more']))).toEqual({
    ...{ kind: 'complete', ref: 'ebb', createdAt: 1_795_000_000_500.25, completedAt: 1_795_000_001_000 },
    ...{ attributes: { target: 'quay' }, error: 1, steps: { all: 5, ended: 4, cached: 2 } },
  });
  expect(readHistoryEvent(message([2, record]))).toMatchObject({ kind: 'started' });
  expect(readHistoryEvent(message([1, 2], [2, message([1, 'ebb'])]))).toEqual({
    ...{ kind: 'deleted', ref: 'ebb', createdAt: 0, completedAt: null },
    ...{ attributes: {}, error: null, steps: { all: 0, ended: 0, cached: 0 } },
  });
  expect(readHistoryEvent(message([1, 7], [2, record]))).toBeUndefined();
  expect(() => readHistoryEvent(message([1, 1], [2, record]).subarray(0, 12))).toThrow();
});

test('reads the progress of a build', () => {
  const vertex = message(
    [1, 'sha256:1'],
    [2, 'sha256:0'],
    [3, '[1/2] FROM tide'],
    [4, 1],
    [5, time(1_795_000_000, 0)],
    [7, 'aground'],
  );
  const status = message(
    [1, 'extracting'],
    [2, 'sha256:1'],
    [4, 5_000_000_000],
    [5, 6_000_000_000],
    [6, time(1, 0)],
    [8, time(1_795_000_001, 0)],
  );
  const log = message([1, 'sha256:1'], [3, 1], [4, Buffer.from('said\n')]);
  const range = message([1, message([1, 3], [2, 8])], [2, message([1, 4])]);
  const warning = message([1, 'sha256:1'], [3, 'FromAsCasing'], [4, 'as'], [4, 'AS'], [5, 'url'], [7, range]);
  expect(readStatusResponse(message([1, vertex], [2, status], [3, log], [4, warning]))).toEqual({
    vertexes: [
      {
        ...{ digest: 'sha256:1', name: '[1/2] FROM tide', cached: true, error: 'aground' },
        started: 1_795_000_000_000,
      },
    ],
    statuses: [
      {
        ...{ id: 'extracting', vertex: 'sha256:1', name: '', current: 5_000_000_000, total: 6_000_000_000 },
        completed: 1_795_000_001_000,
      },
    ],
    logs: [{ vertex: 'sha256:1', data: Buffer.from('said\n') }],
    warnings: [
      {
        ...{ short: Buffer.from('FromAsCasing'), detail: [Buffer.from('as'), Buffer.from('AS')] },
        range: [{ start: { line: 3 }, end: { line: 4 } }],
      },
    ],
  });
});
