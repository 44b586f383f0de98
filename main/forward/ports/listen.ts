import type { OpenPort, OpenPortFunction } from './open-port.ts';
import { refusalOf } from './refusals.ts';
import { openTcpPort } from './tcp-port.ts';
import { openUdpPort } from './udp-port.ts';

/** A port on which nobody listens, and nobody is missed. */
const noPort: OpenPort = { connections: () => 0, drop: () => undefined, close: async () => undefined };

/** Listens on a port of either protocol. */
export const listenOnPort: OpenPortFunction = async (binding, target, onConnections) => {
  const open = binding.protocol === 'tcp' ? openTcpPort : openUdpPort;
  try {
    return await open(binding, target, onConnections);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // dockerd means both kinds of addresses when it names none: a computer without IPv6 lacks nothing.
    if (binding.address === '::' && ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(code)) return noPort;
    throw await refusalOf(binding, error);
  }
};
