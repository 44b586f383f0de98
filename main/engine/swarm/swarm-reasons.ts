import type { ReasonRule } from '../plain-reason.ts';

/** Why a Swarm refuses, for people. The engine's messages are those of Docker 28. */
export const swarmReasons: readonly ReasonRule[] = [
  {
    piece: /worker nodes can't be used to view or modify cluster state/i,
    reason: () => ({
      words: 'this node is a worker, and only a manager can do that',
      hint: 'Do it on a manager, or have a manager promote this node.',
    }),
  },
  {
    piece: /manager is being prepared or has trouble connecting/i,
    reason: () => ({
      words: 'this manager is not yet connected to its Swarm',
      hint: 'Wait a moment; if it stays so, see whether the other managers can be reached.',
    }),
  },
  {
    piece: /this node is not a swarm manager/i,
    reason: () => ({
      words: 'this engine is not part of a Swarm',
      hint: 'Create a Swarm or join one first.',
    }),
  },
  {
    piece: /this node is already part of a swarm/i,
    reason: () => ({
      words: 'this engine is part of a Swarm already',
      hint: 'Leave that one first.',
    }),
  },
  {
    piece: /swarm is encrypted and needs to be unlocked/i,
    reason: () => ({
      words: 'the Swarm’s state is locked since the engine was started',
      hint: 'Unlock it with `slipway docker swarm unlock`.',
    }),
  },
  {
    piece: /does not have a leader|too few managers are online/i,
    reason: () => ({
      words: 'more than half of the managers do not answer, and without them nothing can be read or changed',
      hint: 'Bring them back; if they are lost for good, make this node the only manager.',
    }),
  },
  {
    piece:
      /could not choose an IP address to advertise since this system has multiple addresses(.*?)(?: - specify|$)/i,
    reason: ([which = '']) => ({
      words: `this machine has several addresses${which}, and the other nodes need one of them`,
      hint: 'Say which one in the field for the address.',
    }),
  },
  {
    piece: /could not find the system's IP address/i,
    reason: () => ({
      words: 'this machine has no address that other nodes could reach',
      hint: 'Say in the field for the address which one to use: 127.0.0.1 will do for a Swarm of this machine alone.',
    }),
  },
  {
    piece:
      /advertise address must be|must specify a listening address|listen address must be|invalid (?:advertise|listen) address/i,
    reason: () => ({
      words: 'the address is none of this machine',
      hint: 'Write an address such as 10.0.2.15, or the name of a network interface.',
    }),
  },
  {
    piece: /invalid join token|valid join token is necessary/i,
    reason: () => ({
      words: 'the token is not one of this Swarm',
      hint: 'Copy it again from a manager: it may have been replaced by a new one.',
    }),
  },
  {
    piece:
      /error while dialing:? (?:dial )?tcp:? (\S+?): (?:.*connection refused|.*no route to host|.*timeout|.*network is unreachable)/i,
    reason: ([where = '']) => ({
      words: `nobody answers at ${where}`,
      hint: 'Check the address, and that port 2377 is open between the two machines.',
    }),
  },
  {
    piece: /only updates to Labels are allowed/i,
    reason: () => ({
      words: 'what a secret or config holds cannot be changed once it is there',
      hint: 'Give it another name in the file, or remove the stack first.',
    }),
  },
  {
    piece: /remote CA does not match fingerprint/i,
    reason: () => ({
      words: 'the token is one of another Swarm than the one at that address',
      hint: 'Copy address and token from the same manager.',
    }),
  },
  {
    piece: /timeout was reached before node joined/i,
    reason: () => ({
      words: 'the managers did not answer in time; the engine goes on trying',
      hint: 'Check that their address can be reached from this machine, ports 2377 and 7946; leave the Swarm to give up.',
    }),
  },
  {
    piece:
      /participating as a manager.*(?:last manager|lost consensus|consensus)|leave the swarm on a node that is participating as a manager/is,
    reason: () => ({
      words: 'this node is a manager: what the Swarm knows may go with it',
      hint: 'Demote it on another manager first, or leave by force.',
    }),
  },
  {
    piece: /\b(service|secret|config|network) (\S+) already exists$/i,
    reason: ([kind = '', name = '']) => ({
      words: `there is a ${kind} named ${name} already`,
      hint: 'Choose another name, or remove that one.',
    }),
  },
  {
    piece: /port '(\d+)' is already in use by service '([^']+)'/i,
    reason: ([port = '', name = '']) => ({
      words: `port ${port} is published by the service ${name}`,
      hint: 'Choose another port, or remove that service.',
    }),
  },
  {
    piece: /(secret|config) '([^']+)' is in use by the following services?: (.+)/i,
    reason: ([kind = '', name = '', users = '']) => ({
      words: `the ${kind.toLowerCase()} ${name} belongs to ${users.trim()}`,
      hint: 'Remove it from these services, or remove them, first.',
    }),
  },
  {
    piece: /does not have a previous spec/i,
    reason: () => ({
      words: 'there was no change yet that could be taken back',
      hint: 'A service can be rolled back once after each change.',
    }),
  },
  {
    piece: /update out of sequence/i,
    reason: () => ({
      words: 'others changed it at the same time',
      hint: 'Look at what it is now, and try again.',
    }),
  },
  {
    piece: /attempting to demote the last manager/i,
    reason: () => ({
      words: 'it is the only manager',
      hint: 'Promote another node first.',
    }),
  },
  {
    piece: /can't demote .*quorum|would result in a loss of quorum/i,
    reason: () => ({
      words: 'too few managers would be left to agree on anything',
      hint: 'Promote another node first, or bring the managers back that do not answer.',
    }),
  },
  {
    piece: /is not down and can't be removed/i,
    reason: () => ({
      words: 'the node still answers',
      hint: 'Have it leave the Swarm first, or remove it by force.',
    }),
  },
  {
    piece: /is a cluster manager and is a member of the raft cluster/i,
    reason: () => ({
      words: 'the node is a manager',
      hint: 'Demote it first.',
    }),
  },
  {
    piece: /the network (\S+) cannot be used with services/i,
    reason: ([name = '']) => ({
      words: `the network ${name} is one of this machine alone`,
      hint: 'Give a network of the Swarm: one with the driver overlay.',
    }),
  },
  {
    piece: /^(?:rpc error: code = \w+ desc = )?network (\S+) not found/i,
    reason: ([name = '']) => ({
      words: `there is no network named ${name}`,
      hint: 'Create it first, with the driver overlay.',
    }),
  },
];
