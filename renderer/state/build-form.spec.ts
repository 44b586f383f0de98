import { expect, test } from 'vitest';
import { type BuildForm, emptyBuildForm, formOf, readBuildForm } from './build-form.ts';

const file = (path: string) => ({ id: `id of ${path}`, path });
const source = { folder: file('/quay'), dockerfile: file('/quay/Dockerfile'), stages: [], arguments: [] };
const form: BuildForm = {
  source,
  tags: ' a:1,  b/c ',
  target: ' tests ',
  platform: '',
  arguments: [
    { name: 'WORD', value: 'low tide' },
    { name: '', value: '' },
  ],
  secrets: [
    { id: 'token', text: 'ebb', file: null },
    { id: 'key', text: '', file: file('/key') },
  ],
  isWithoutCache: true,
  isPulling: false,
};

test('reads what was filled in', () => {
  expect(readBuildForm(form)).toEqual({
    problems: {},
    options: {
      folder: 'id of /quay',
      dockerfile: 'id of /quay/Dockerfile',
      target: 'tests',
      platform: '',
      tags: ['a:1', 'b/c'],
      arguments: [{ name: 'WORD', value: 'low tide' }],
      secrets: [
        { id: 'token', from: { text: 'ebb' } },
        { id: 'key', from: { file: 'id of /key' } },
      ],
      isWithoutCache: true,
      isPulling: false,
    },
  });
});

test('says what is wrong beside its field', () => {
  const problems = (part: Partial<BuildForm>) => Object.keys(readBuildForm({ ...form, ...part }).problems);
  expect(problems({ source: null })).toEqual(['source']);
  expect(problems({ source: { ...source, dockerfile: null } })).toEqual(['source']);
  expect(problems({ tags: 'a B' })).toEqual(['tags']);
  expect(problems({ target: 'a b' })).toEqual(['target']);
  expect(problems({ platform: 'linux amd64' })).toEqual(['platform']);
  expect(problems({ arguments: [{ name: '', value: 'x' }] })).toEqual(['arguments.0.name']);
  expect(problems({ secrets: [{ id: '', text: 'x', file: null }] })).toEqual(['secrets.0.id']);
  expect(problems({ secrets: [{ id: 'a', text: '', file: null }] })).toEqual(['secrets.0.text']);
  expect(readBuildForm(emptyBuildForm).options).toBeNull();
});

test('begins with a build of before, but for the texts of its secrets', () => {
  const { source: _, secrets, ...same } = form;
  const description = {
    ...same,
    ...{ folder: '/quay', dockerfile: '/quay/Dockerfile', tags: ['a:1', 'b/c'], target: 'tests' },
    arguments: [{ name: 'WORD', value: 'low tide' }],
    secrets: secrets.map(({ id, file: from }) => ({ id, from: from === null ? 'text' : 'file' }) as const),
  };
  const again = formOf({ source, description, secretFiles: { key: file('/key') } });
  expect(again.secrets).toEqual([
    { id: 'token', text: '', file: null },
    { id: 'key', text: '', file: file('/key') },
  ]);
  expect(readBuildForm({ ...again, secrets: form.secrets })).toEqual(readBuildForm(form));
});
