import { SlipwayError } from '../main/contract/errors.ts';
import { unacknowledgedPieces } from '../main/contract/stream-window.ts';
import type { PieceOf, StreamParametersOf } from '../main/contract/streams.ts';
import type { windowStreams } from '../main/contract/window.ts';
import { call, listen } from './bridge.ts';

type WindowStreams = typeof windowStreams;

/**
 * Reads a stream piece by piece; what was not asked for yet waits on the other side. Leaving the loop or aborting the
 * signal closes it (the loop then ends without an error). Throws a SlipwayError when it is cut off. `cancel` ends the work
 * behind it instead, of which it is then read to its end.
 */
export async function* readStream<Name extends keyof WindowStreams & string>(
  name: Name,
  parameters: StreamParametersOf<WindowStreams[Name]>,
  signal: AbortSignal,
  cancel?: AbortSignal,
): AsyncGenerator<PieceOf<WindowStreams[Name]>, void, void> {
  const id = crypto.randomUUID();
  const arrived: PieceOf<WindowStreams[Name]>[] = [];
  let end: { readonly failure?: SlipwayError } | undefined;
  let wake: () => void = () => undefined;
  const stopListening = [
    listen('stream.piece', ({ stream, piece }) => {
      if (stream !== id) return;
      arrived.push(piece as PieceOf<WindowStreams[Name]>);
      wake();
    }),
    listen('stream.end', ({ stream, failure }) => {
      if (stream !== id) return;
      end = failure === undefined ? {} : { failure: new SlipwayError(failure) };
      wake();
    }),
  ];
  const aborted = () => wake();
  const cancelled = () => void call('stream.cancel', { stream: id }).catch(() => undefined);
  signal.addEventListener('abort', aborted, { once: true });
  try {
    if (signal.aborted) return;
    await call('stream.open', { stream: id, name, parameters });
    if (cancel?.aborted) cancelled();
    else cancel?.addEventListener('abort', cancelled, { once: true });
    let taken = 0;
    while (!signal.aborted) {
      const piece = arrived.shift();
      if (piece !== undefined) {
        yield piece;
        taken += 1;
        // Half a window at a time: one message in four pieces, and the source never has to wait for it.
        if (taken >= unacknowledgedPieces / 2) {
          const pieces = taken;
          taken = 0;
          await call('stream.acknowledge', { stream: id, pieces });
        }
        continue;
      }
      if (end?.failure !== undefined) throw end.failure;
      if (end !== undefined) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    signal.removeEventListener('abort', aborted);
    cancel?.removeEventListener('abort', cancelled);
    for (const stop of stopListening) stop();
    if (end === undefined) await call('stream.close', { stream: id }).catch(() => undefined);
  }
}
