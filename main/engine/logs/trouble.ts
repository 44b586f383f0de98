import { SlipwayError } from '../../contract/errors.ts';
import type { LogBlock } from './log-block.ts';

/** Why one log alone cannot be read. */
export type LogTrouble =
  /** Its container was removed. */
  | { readonly kind: 'gone' }
  /** Such as one that its driver does not keep. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** Why one log alone cannot be read; undefined when it is the engine that cannot be reached. */
export function troubleOf(error: unknown): LogTrouble | undefined {
  if (!(error instanceof SlipwayError)) return undefined;
  if (error.code === 'not-found') return { kind: 'gone' };
  return error.code === 'engine-request-failed' ? { kind: 'unreadable', message: error.message } : undefined;
}

/** A container that was removed has no more lines: that is no failure. */
export async function* untilGone(blocks: AsyncIterable<LogBlock>): AsyncGenerator<LogBlock, void, void> {
  try {
    yield* blocks;
  } catch (error) {
    if (troubleOf(error)?.kind !== 'gone') throw error;
  }
}
