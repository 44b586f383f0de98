import { beforeEach, expect, test } from 'vitest';
import { goBack, goForward, goTo, replacePlace, show, useView } from './view-store.ts';

beforeEach(() => useView.setState({ place: { view: 'engine' }, past: [], future: [] }));

const view = () => useView.getState().place.view;

test('goes back and forward as a browser does', () => {
  show('containers');
  show('images');
  goBack();
  expect(view()).toBe('containers');
  goBack();
  expect(view()).toBe('engine');
  goBack();
  expect(view()).toBe('engine');
  goForward();
  goForward();
  expect(view()).toBe('images');
  goForward();
  expect(view()).toBe('images');
});

test('forgets what was ahead when one turns off', () => {
  show('containers');
  goBack();
  show('images');
  goForward();
  expect(view()).toBe('images');
});

test('takes no step to where one is, and none for what is only replaced', () => {
  show('containers');
  goTo({ view: 'containers' });
  replacePlace({ view: 'images' });
  goBack();
  expect(view()).toBe('engine');
});
