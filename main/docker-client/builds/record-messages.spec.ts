import { expect, test } from 'vitest';
import { type MessageField, message } from './fakes/message.ts';
import { readHistoryRecord } from './record-messages.ts';

const entry = (key: string, value: string) => message([1, key], [2, value]);
const event = (...fields: readonly MessageField[]) => message([1, 1], [2, message([1, 'ebb'], ...fields)]);

test('reads what a build was told, has made and has failed by', () => {
  const image = message([1, 'image'], [2, 'sha256:1'], [3, 12]);
  const attested = message(
    [1, 'json'],
    [2, 'sha256:2'],
    [3, 34],
    [5, entry('in-toto.io/predicate-type', 'p')],
  );
  const result = message([1, image], [2, attested], [3, message([1, 0], [2, image])]);
  const record = readHistoryRecord(
    event(
      [3, entry('build-arg:WORD', 'tide')],
      [3, entry('no-cache', '')],
      [4, message([1, 'image'], [2, entry('name', 'quay:1')])],
      [5, message([1, 2], [2, 'aground'])],
      [9, entry('image.name', 'quay:1')],
      [10, result],
      [11, message([1, 'linux/arm64'], [2, result])],
      [18, message([2, 'sha256:3'], [3, 56])],
    ),
  );
  const output = { mediaType: 'image', digest: 'sha256:1', bytes: 12, annotations: new Map() };
  const annotations = new Map([['in-toto.io/predicate-type', 'p']]);
  const attestation = { mediaType: 'json', digest: 'sha256:2', bytes: 34, annotations };
  const made = { outputs: [output], attestations: [attestation] };
  expect(record).toEqual({
    attributes: new Map([
      ['build-arg:WORD', 'tide'],
      ['no-cache', ''],
    ]),
    exporters: [new Map([['name', 'quay:1']])],
    answers: new Map([['image.name', 'quay:1']]),
    results: [
      { platform: '', ...made },
      { platform: 'linux/arm64', ...made },
    ],
    error: 'aground',
    errorDetails: { mediaType: '', digest: 'sha256:3', bytes: 56, annotations: new Map() },
  });
});

test('keeps no more of it than a page can show, and throws for what is none', () => {
  const many = Array.from({ length: 1_100 }, (_, index) => [3, entry(`name ${index}`, 'v')] as const);
  const { attributes, error } = readHistoryRecord(event(...many, [5, message([2, 'x'.repeat(30_000)])]));
  expect(attributes.size).toBe(1_000);
  expect(error).toHaveLength(20_000);
  const none = { results: [], errorDetails: null, error: '' };
  expect(readHistoryRecord(new Uint8Array())).toMatchObject(none);
  expect(readHistoryRecord(event())).toMatchObject(none);
  expect(() => readHistoryRecord(event([3, 'tide'], [10, 7]))).toThrow();
});
