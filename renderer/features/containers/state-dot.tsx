import type { ContainerState } from '../../../main/contract/engine/containers.ts';

const tones: Readonly<Record<ContainerState, string>> = {
  running: 'good',
  restarting: 'busy',
  removing: 'busy',
  paused: 'busy',
  created: 'idle',
  exited: 'idle',
  dead: 'bad',
  unknown: 'idle',
};

/** A container's state as a coloured dot. The state must be said in words beside it. */
export function StateDot({ state }: { readonly state: ContainerState }) {
  return <span className={`dot dot-${tones[state]}`} aria-hidden />;
}
