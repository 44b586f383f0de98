import { createReadStream } from 'node:fs';
import type Docker from 'dockerode';
import { askStream } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

/**
 * Gives the engine the images of an archive that came with Slipway. `doing` completes "Could not …"; `kind` says how long it may
 * take.
 */
export function loadInto(
  engine: Docker,
  doing: string,
  file: string,
  signal: AbortSignal,
  kind: 'change' | 'commit' = 'change',
): Promise<void> {
  return attempt(doing, () =>
    withEngineDeadline(kind, doing, signal, async (until) => {
      const loaded = await askStream(
        engine,
        {
          method: 'POST',
          path: '/images/load',
          query: { quiet: '1' },
          body: createReadStream(file),
          headers: { 'Content-Type': 'application/x-tar' },
        },
        until,
      );
      // It is loaded when the answer ends.
      for await (const _ of loaded);
    }),
  );
}
