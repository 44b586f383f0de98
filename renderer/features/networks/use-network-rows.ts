import { useMemo } from 'react';
import { useEngine } from '../../state/engine-store.ts';
import { type NetworkRow, networkRows } from './network-rows.ts';

/** Every network with its members. */
export function useNetworkRows(): readonly NetworkRow[] {
  const networks = useEngine((store) => store.networks);
  const containers = useEngine((store) => store.containers);
  return useMemo(
    () =>
      networks.kind === 'loaded'
        ? networkRows(networks.items, containers.kind === 'loaded' ? containers.items : [])
        : [],
    [networks, containers],
  );
}
