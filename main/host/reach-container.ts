import type { Duplex } from 'node:stream';
import { type Failure, SlipwayError } from '../contract/errors.ts';
import type { DomainRoute } from '../forward/domains/domain-table.ts';
import { guestPorts } from '../vm/drivers/qemu/arguments.ts';
import { doors, guestAddress } from '../vm/guest/ports-line.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import type { DomainFollower } from './follow-domains.ts';

/** A stream to a container's port, of a VM that is woken if it sleeps. Rejects with what is in the way. */
export async function reachContainer(
  supervisor: Pick<Supervisor, 'awaken'>,
  table: Pick<DomainFollower, 'current'>,
  asked: DomainRoute,
  signal: AbortSignal,
): Promise<Duplex> {
  const machine = await supervisor.awaken(`a request to ${asked.name}`, signal);
  const { place, port, container } = await table.current(asked, machine, signal);
  if (place.kind === 'nowhere' || port === null) throw new SlipwayError(goneMeanwhile(container.name));
  if (place.kind === 'guest' && isGuestsOwn(port)) throw new SlipwayError(guestsOwn(container.name, port));
  const address = place.kind === 'guest' ? guestAddress : place.address;
  const door = await machine.ports.lead('tcp', address, port, signal);
  await machine.doors.open('tcp', door);
  return machine.doors.connect(door, signal);
}

/** The engine and SSH answer whoever comes by a door of the host's; a door would lead to itself. */
function isGuestsOwn(port: number): boolean {
  return port === guestPorts.engine || port === guestPorts.ssh || port >= doors.first;
}

function guestsOwn(name: string, port: number): Failure {
  return {
    code: 'port-unavailable',
    message: `Port ${port} of the VM, whose network the container ${name} has, is the VM’s own.`,
    hint: 'Have the container listen on another port.',
  };
}

function goneMeanwhile(name: string): Failure {
  return {
    code: 'port-unavailable',
    message: `The container ${name} is not reached any more.`,
    hint: '`slipway domains` says which are.',
  };
}
