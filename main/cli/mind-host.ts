import { SlipwayError } from '../contract/errors.ts';
import type { ClientDeadlines, ControlClient } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';

/** A host that is asked every so often while docker runs, in milliseconds. It is told of 10 s later at the most. */
const lookMs = 5_000;

/** What is done about a host that lives and does not answer. */
export interface SilentHost {
  /** It did not answer from the first: nothing of what docker says goes through. */
  readonly atFirst: (why: SlipwayError) => void;
  /** It answered, and does so no more: docker may stand still in the midst of something, and goes on once the host does. */
  readonly later: (why: SlipwayError) => void;
}

/**
 * Minds whether the host answers for as long as docker runs: a frozen one still listens, and nothing goes through. Docker is
 * not kept waiting for it; a host that leaves in peace is not minded any more. Answers how to stop.
 */
export function mindHost(
  paths: HomePaths,
  { atFirst, later }: SilentHost,
  deadlines: Partial<ClientDeadlines> = { lookMs },
): () => void {
  let client: ControlClient | undefined;
  let isOver = false;
  const stop = () => {
    isOver = true;
    client?.close();
  };
  const tell = (error: unknown, told: SilentHost['later']) => {
    if (!isOver && error instanceof SlipwayError && error.code === 'host-unresponsive') told(error);
  };
  const mind = async () => {
    const { connectControl } = await import('../control/client.ts');
    try {
      client = await connectControl(paths, deadlines);
      if (isOver) return stop();
      await client?.call('status.get', {});
    } catch (error) {
      return tell(error, atFirst);
    }
    tell(await client?.closed, later);
  };
  void mind();
  return stop;
}
