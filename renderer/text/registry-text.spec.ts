import { expect, it } from 'vitest';
import type { LocalRegistry } from '../../main/contract/engine/local-registry.ts';
import { registryText } from './registry-text.ts';

const registry: LocalRegistry = {
  ...{ state: 'running', address: '127.0.0.1:5000', volume: 'slipway-registry', startedAt: 1 },
  repositories: [],
};

it('says where images are pushed, and that there are none yet', () => {
  expect(registryText(registry)).toBe(
    'Push to 127.0.0.1:5000/NAME. This computer alone reaches it. It holds no images yet.',
  );
  expect(registryText({ ...registry, repositories: ['web'] })).not.toContain('no images');
  expect(registryText({ ...registry, repositories: null })).not.toContain('no images');
});

it('says what it is for while it does not run', () => {
  const off = { ...registry, address: null, repositories: null };
  expect(registryText({ ...off, state: 'stopped' })).toContain('What it holds is kept');
  expect(registryText({ ...off, state: 'unknown' })).toContain('engine');
  expect(registryText(null)).toContain('engine');
});
