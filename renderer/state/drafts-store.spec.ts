import { beforeEach, expect, it } from 'vitest';
import { draftKey, keepDraft, moveDrafts, useDrafts } from './drafts-store.ts';

const web = { kind: 'container', id: 'web' } as const;
const draft = { text: 'new', version: '1' };
const paths = () => Object.keys(useDrafts.getState()).map((key) => key.split(' ').at(-1));

beforeEach(() => {
  useDrafts.setState({}, true);
  for (const path of ['/etc/a/one', '/etc/ab', '/srv/a/one']) keepDraft(draftKey(web, path), draft);
});

it('follows what is renamed, with all that is in it', () => {
  moveDrafts(web, '/etc/a', '/etc/b');
  expect(paths().toSorted()).toEqual(['/etc/ab', '/etc/b/one', '/srv/a/one']);
});

it('forgets what is deleted, of that container alone', () => {
  moveDrafts(web, '/etc/a', null);
  moveDrafts({ kind: 'volume', name: 'web' }, '/etc/ab', null);
  expect(paths().toSorted()).toEqual(['/etc/ab', '/srv/a/one']);
});
