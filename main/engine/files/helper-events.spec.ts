import { expect, it } from 'vitest';
import { tellHelperEvents } from './helper-events.ts';
import { helperLabel } from './helper-labels.ts';

it('knows what is about a helper, and what a network or volume says of one', () => {
  const isOfHelper = tellHelperEvents();
  const container = (action: string, attributes: Record<string, string>) =>
    isOfHelper({ type: 'container', action, id: attributes.name ?? '', attributes });
  const joined = (id: string) =>
    isOfHelper({ type: 'network', action: 'connect', id: 'n', attributes: { container: id, name: 'none' } });
  expect(container('create', { name: 'web' })).toBe(false);
  expect(container('create', { name: 'own', [helperLabel]: 'files' })).toBe(true);
  expect([joined('web'), joined('own')]).toEqual([false, true]);
  expect(isOfHelper({ type: 'volume', action: 'mount', id: 'v', attributes: { container: 'own' } })).toBe(
    true,
  );
  expect(isOfHelper({ type: 'image', action: 'tag', id: 'i', attributes: {} })).toBe(false);
  expect(container('destroy', { name: 'own', [helperLabel]: 'files' })).toBe(true);
  expect(joined('own')).toBe(false);
});
