import { expect, it } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import type { ListedNodeVm } from '../contract/node-vms.ts';
import { formatNodes, hostGoneMeanwhile } from './node-command.ts';

const node: ListedNodeVm = {
  ...{ name: 'node-2', state: 'running', address: '198.18.73.2', socket: 'unix:///s', nodeId: 'n2' },
  vm: { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2048, pid: 7 },
  ...{ problem: null, createdAt: 0, swarm: { state: 'ready', availability: 'active', role: 'worker' } },
};

it('are a table, with what is wrong below it', () => {
  const lost: ListedNodeVm = {
    ...{ ...node, name: 'node-3', address: '198.18.73.3', state: 'failed', vm: null, socket: null },
    swarm: { state: 'down', availability: 'drain', role: 'worker' },
    problem: { code: 'data-disk-missing', message: 'The disk is gone.', hint: 'Put it back.' },
  };
  expect(formatNodes([node, lost])).toEqual([
    'NAME    STATE    ADDRESS      VM                SWARM',
    'node-2  running  198.18.73.2  2 CPUs, 2048 MiB  ready, worker',
    'node-3  failed   198.18.73.3  -                 down, worker, drain',
    '',
    'node-3: The disk is gone.',
    '  try: Put it back.',
  ]);
});

it('say that nothing is known of the Swarm while the engine does not run, and how to make the first', () => {
  const asleep: ListedNodeVm = {
    ...{ ...node, state: 'sleeping', vm: null },
    swarm: { state: null, availability: null, role: null },
  };
  expect(formatNodes([asleep])[1]).toBe('node-2  sleeping  198.18.73.2  -   not known');
  expect(formatNodes([])).toEqual([expect.stringContaining('slipway node add')]);
});

it('say what becomes of what is half done when the host has gone, and nothing of other failures', () => {
  const gone = new SlipwayError({ code: 'host-unreachable', message: 'It went away.', hint: 'Look.' });
  expect(hostGoneMeanwhile(gone, 'it removes that.')).toMatchObject({
    ...{ code: 'host-unreachable', message: 'It went away.', hint: '`slipway start`: it removes that.' },
  });
  const other = new SlipwayError({ code: 'busy', message: 'Busy.', hint: 'Wait.' });
  expect(hostGoneMeanwhile(other, 'it removes that.')).toBe(other);
});
