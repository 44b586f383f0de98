import { beforeEach, expect, it, vi } from 'vitest';
import { notify, takeOffer, useNotices } from './notices.ts';

beforeEach(() => useNotices.setState({ notices: [] }));

it('does what is offered once, and goes with the last offer', () => {
  const done = vi.fn();
  const offers = ['a', 'b'].map((title) => ({ title, onAction: () => done(title) }));
  const [first, second] = offers;
  notify({ kind: 'news', text: 'Two are left.', offers });
  notify({ kind: 'news', text: 'Another one.' });
  const id = useNotices.getState().notices[0]?.id ?? 0;
  if (first !== undefined) takeOffer(id, first);
  expect(useNotices.getState().notices).toMatchObject([
    { text: 'Two are left.', offers: [second] },
    { text: 'Another one.' },
  ]);
  if (second !== undefined) takeOffer(id, second);
  expect(useNotices.getState().notices).toMatchObject([{ text: 'Another one.' }]);
  expect(done.mock.calls).toEqual([['a'], ['b']]);
});
