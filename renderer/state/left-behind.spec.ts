import { expect, it } from 'vitest';
import type { Container } from '../../main/contract/engine/containers.ts';
import { useDialog } from './dialogs.ts';
import { doneNotice } from './left-behind.ts';

const users = (...names: string[]) => names.map((name) => ({ id: name, name }) as Container);

it('says that it is done, and goes by itself, where nobody was left behind', () => {
  expect(doneNotice('Pulled web:1.', [])).toEqual({ kind: 'done', text: 'Pulled web:1.' });
});

it('offers to recreate who still runs the image from before', () => {
  const [front] = users('front');
  const notice = doneNotice('Pulled web:1.', users('front'));
  expect(notice).toMatchObject({
    kind: 'news',
    text: 'Pulled web:1. front still runs the one from before.',
    offers: [{ title: 'Recreate front…' }],
  });
  if (notice.kind === 'news') notice.offers?.[0]?.onAction();
  expect(useDialog.getState().open).toEqual({ kind: 'recreate', container: front });
});

it('names all of them, and offers a few', () => {
  const notice = doneNotice('Pulled web:1.', users('a', 'b', 'c', 'd'));
  expect(notice).toMatchObject({ text: 'Pulled web:1. a, b, c, d still run the one from before.' });
  expect(notice.kind === 'news' && notice.offers).toHaveLength(3);
});
