import { expect, it } from 'vitest';
import { plainReason, withoutNoise } from '../plain-reason.ts';

const rpc = 'rpc error: code = Unknown desc = ';

it.each([
  ['This node is not a swarm manager. Use "docker swarm init" or "docker swarm join"', 'not part of a Swarm'],
  [
    "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
    'a worker',
  ],
  [
    `${rpc}The swarm does not have a leader. It's possible that too few managers are online.`,
    'more than half',
  ],
  ['This node is already part of a swarm. Use "docker swarm leave"', 'part of a Swarm already'],
  [
    'could not choose an IP address to advertise since this system has multiple addresses on different interfaces (10.0.2.15 on eth0 and 10.1.0.2 on eth1) - specify one with --advertise-addr',
    'several addresses on different interfaces (10.0.2.15 on eth0 and 10.1.0.2 on eth1)',
  ],
  [
    'This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.',
    'not yet connected',
  ],
  [
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.5:2377: connect: connection refused"',
    'nobody answers at 10.0.0.5:2377',
  ],
  [`${rpc}only updates to Labels are allowed`, 'cannot be changed'],
  ['invalid join token', 'not one of this Swarm'],
  ['remote CA does not match fingerprint. Expected: abc', 'of another Swarm'],
  ['Timeout was reached before node joined. The attempt to join the swarm will continue', 'in time'],
  [
    'You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message. ',
    'is a manager',
  ],
  [`${rpc}name conflicts with an existing object: service web already exists`, 'a service named web already'],
  ['rpc error: code = AlreadyExists desc = secret tide already exists', 'a secret named tide already'],
  [`${rpc}secret 'key' is in use by the following service: web`, 'the secret key belongs to web'],
  [`${rpc}service web does not have a previous spec`, 'no change yet'],
  [`${rpc}attempting to demote the last manager of the swarm`, 'the only manager'],
  [`${rpc}node abc is not down and can't be removed`, 'still answers'],
  [`${rpc}network fleet not found`, 'no network named fleet'],
  [
    'The network bridge cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver.',
    'bridge is one of this machine alone',
  ],
])('says for people: %s', (message, words) => {
  const reason = plainReason(message);
  expect(reason?.words).toContain(words);
  expect(reason?.hint).toMatch(/\.$/);
});

it('leaves out how the parts of a Swarm talk to each other', () => {
  expect(withoutNoise(`${rpc}something new`)).toBe('something new');
});
