/** How an engine stands to a Swarm that it will not tell of. */
export type Standing = 'none' | 'preparing' | 'worker' | 'locked' | 'leaderless';

/** The engine gives each of these the same status: its words alone tell them apart. */
const words: readonly { readonly piece: RegExp; readonly standing: Standing }[] = [
  { piece: /worker nodes can't be used/i, standing: 'worker' },
  { piece: /manager is being prepared or has trouble connecting/i, standing: 'preparing' },
  { piece: /use "docker swarm init" or "docker swarm join"/i, standing: 'none' },
  { piece: /swarm is encrypted and needs to be unlocked/i, standing: 'locked' },
  { piece: /does not have a leader|too few managers are online/i, standing: 'leaderless' },
];

/** What a refusal says of how the engine stands; undefined for one that says nothing of it. */
export function standingOf(error: unknown): Standing | undefined {
  const message = refusalOf(error);
  return words.find(({ piece }) => piece.test(message))?.standing;
}

/** What the engine said when it refused. */
export function refusalOf(error: unknown): string {
  const said = (error as { readonly json?: { readonly message?: unknown } | null } | null)?.json?.message;
  if (typeof said === 'string') return said.trim();
  return error instanceof Error ? error.message : '';
}
