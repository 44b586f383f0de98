/**
 * The network of this computer's VMs, 198.18.73.0/24: of a range that is set apart for measuring devices (RFC 2544), so that no
 * network of the user's, which the VMs reach, and none that an engine makes has these addresses.
 */
const prefix = '198.18.73.';

/** The number of the VM that every home has. */
export const mainNode = 1;

/** What that VM calls itself. */
export const mainHostname = 'slipway';

/** The last number that a further VM can have; the first is the one after {@link mainNode}. */
export const lastNode = 254;

/** Whether an address is a VM's in that network. */
export function isNodeAddress(address: string): boolean {
  return address.startsWith(prefix);
}

/** Where a VM is in that network, by its number; its address of Ethernet is made of it (vm-assets/root/usr/lib/slipway/node-network). */
export function nodeAddress(number: number): string {
  return `${prefix}${number}`;
}
