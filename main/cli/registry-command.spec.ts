import { expect, it } from 'vitest';
import type { LocalRegistry } from '../contract/engine/local-registry.ts';
import { formatRegistry } from './registry-command.ts';

const running: LocalRegistry = {
  ...{ state: 'running', address: '127.0.0.1:5001', volume: 'slipway-registry', startedAt: 1 },
  repositories: ['shop/web', 'fl\u001b[31mask'],
};

it('says where it is, what it holds and how it is used', () => {
  const lines = formatRegistry(running);
  expect(lines[0]).toBe(
    'The registry runs at 127.0.0.1:5001, for this computer alone. It holds shop/web, fl\uFFFD[31mask.',
  );
  expect(lines.join('\n')).toContain('slipway docker push 127.0.0.1:5001/IMAGE');
  expect(formatRegistry({ ...running, repositories: [] })[0]).toContain('holds no images yet');
  expect(formatRegistry({ ...running, repositories: null })[0]).toContain('could not be read');
});

it('says how it is started, and that nothing is known while the engine is away', () => {
  const off = { ...running, address: null, startedAt: null, repositories: null };
  expect(formatRegistry({ ...off, state: 'stopped' })[0]).toContain('slipway registry start');
  expect(formatRegistry({ ...off, state: 'unknown' })).toEqual([
    'Whether the registry runs is not known: the engine does not run, or sleeps.',
    'What it holds is kept in the volume slipway-registry.',
  ]);
});
