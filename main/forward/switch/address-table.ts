/** Which port an address was last heard at. */
export interface AddressTable<Port> {
  /** It was heard at this port. */
  learn(address: string, port: Port): void;
  /** Where it is; undefined when it was not heard yet, or is forgotten. */
  find(address: string): Port | undefined;
  /** Forgets all that was heard at a port. */
  forget(port: Port): void;
}

/**
 * A table of `most` addresses at the most. A guest may claim any number of them: then the one that was heard first is forgotten,
 * and what is for it goes to all once more.
 */
export function createAddressTable<Port>(most: number): AddressTable<Port> {
  const ports = new Map<string, Port>();
  return {
    learn(address, port) {
      if (ports.get(address) === port) return;
      ports.delete(address);
      const [first] = ports.keys();
      if (ports.size >= most && first !== undefined) ports.delete(first);
      ports.set(address, port);
    },
    find: (address) => ports.get(address),
    forget(port) {
      for (const [address, where] of ports) if (where === port) ports.delete(address);
    },
  };
}
