import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { WindowEvent } from '../contract/window.ts';
import { tellOnceLoaded } from './tell-once-loaded.ts';

const event = (id: string): WindowEvent => ({ name: 'app.showContainer', payload: { id } });

it('keeps what comes before the page has loaded, and again while it loads anew', () => {
  const page = new EventEmitter();
  const told = vi.fn();
  const tell = tellOnceLoaded(Object.assign(page, { isDestroyed: () => false }) as never, told);
  tell(event('a'));
  expect(told).not.toHaveBeenCalled();
  page.emit('did-finish-load');
  tell(event('b'));
  expect(told.mock.calls).toEqual([[event('a')], [event('b')]]);
  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  tell(event('c'));
  expect(told).toHaveBeenCalledTimes(2);
  page.emit('did-finish-load');
  expect(told).toHaveBeenLastCalledWith(event('c'));
});
