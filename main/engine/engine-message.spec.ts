import { expect, it } from 'vitest';
import { readMessage } from './engine-message.ts';

it.each(['', '{', '{"Type":1}', '{"Type":"container"}', 'null', 'not json'])(
  'passes over what is no event: %s',
  (line) => expect(readMessage(line)).toBeUndefined(),
);

it('takes an event without what it is about', () => {
  expect(readMessage('{"Type":"image","Action":"prune","Actor":{}}')).toEqual({
    ...{ Type: 'image', Action: 'prune' },
    Actor: { ID: '' },
  });
  expect(readMessage('{"Type":"daemon","Action":"reload","Actor":null}')).toMatchObject({ Actor: null });
});
