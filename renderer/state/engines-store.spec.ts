import { expect, it, vi } from 'vitest';
import { removeEngine, testEngine, useEngines } from './engines-store.ts';

const { found } = vi.hoisted(() => ({
  found: { name: 'constructor', endpoint: 'ssh://build', answer: null, failed: null },
}));

vi.mock('../bridge.ts', () => ({
  listen: vi.fn(),
  call: vi.fn(async (name: string) => (name === 'engines.list' ? { engines: [], problem: null } : found)),
}));

const testOf = (name: string) => useEngines.getState().tests.get(name);

it('knows of the tests that were made, whatever an engine is called, until it is forgotten', async () => {
  expect(testOf('constructor')).toBeUndefined();
  const tested = testEngine('constructor');
  expect(testOf('constructor')).toBe('testing');
  await tested;
  expect(testOf('constructor')).toEqual(found);
  await removeEngine('constructor');
  expect(testOf('constructor')).toBeUndefined();
});
