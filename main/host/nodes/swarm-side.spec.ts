import { describe, expect, it } from 'vitest';
import type { OwnStanding } from '../../engine/swarm/own-standing.ts';
import { whyUnusable } from './swarm-side.ts';

const good: OwnStanding = {
  ...{ state: 'active', isManager: true, nodeId: 'n1', address: '198.18.73.1', error: '' },
};

describe('a Swarm', () => {
  it('can be joined by further VMs where they reach its manager', () => {
    expect(whyUnusable(good)).toBeNull();
  });

  it.each([
    ['is known by another address', { address: '10.0.2.15' }, '10.0.2.15', '--advertise-addr 198.18.73.1'],
    ['is known by none', { address: '' }, 'no address of this engine', '--force-new-cluster'],
    ['is locked', { state: 'locked', isManager: false }, 'locked', 'swarm unlock'],
    ['is another one’s', { isManager: false }, 'worker', 'promoted'],
    [
      'has failed',
      { state: 'error', error: 'no leader was found.' },
      ': no leader was found.',
      'docker info',
    ],
    [
      'has lost its leader at a start',
      { state: 'pending', error: 'context deadline exceeded' },
      'deadline',
      '--force',
    ],
  ])('cannot where it %s, and what to do is said', (_, change, message, hint) => {
    expect(whyUnusable({ ...good, ...change })).toMatchObject({
      code: 'swarm-unusable',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });
});
