import type { ContainerHealthState, ContainerState } from '../../../main/contract/engine/containers.ts';

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

interface StateDotProps {
  readonly state: ContainerState;
  readonly health?: ContainerHealthState | null;
}

/** A container's state as a coloured dot. The state must be said in words beside it. */
export function StateDot({ state, health = null }: StateDotProps) {
  const tone = health === 'unhealthy' ? 'bad' : health === 'starting' ? 'busy' : tones[state];
  return <span className={`dot dot-${tone}`} aria-hidden />;
}
