import type { Tone } from './swarm-rows.ts';

/** A state as a coloured dot. It must be said in words beside it. */
export function ToneDot({ tone }: { readonly tone: Tone }) {
  return <span className={`dot dot-${tone}`} aria-hidden />;
}
