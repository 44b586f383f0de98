import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LayerFile } from '../../../main/contract/engine/image-layers.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { readStream } from '../../read-stream.ts';

/** The files of a layer, as far as they are known. */
export type LayerReading =
  /** So many bytes of the image have been read. */
  | { readonly kind: 'reading'; readonly bytes: number }
  | { readonly kind: 'read'; readonly files: readonly LayerFile[]; readonly isCut: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Reads the files of a layer; leaving it ends the reading. */
export function useLayerFiles(
  id: string,
  layer: string,
): { readonly state: LayerReading; readonly again: () => void } {
  const [state, setState] = useState<LayerReading>({ kind: 'reading', bytes: 0 });
  const [attempt, setAttempt] = useState(0);
  const question = useMemo(() => ({ id, layer, attempt }), [id, layer, attempt]);
  useEffect(() => {
    const left = new AbortController();
    const asked = { id: question.id, layer: question.layer };
    const read = async () => {
      setState({ kind: 'reading', bytes: 0 });
      const files: LayerFile[] = [];
      let isCut = false;
      for await (const piece of readStream('images.layerFiles', asked, left.signal)) {
        if (piece.kind === 'reading') setState(piece);
        else if (piece.kind === 'files') files.push(...piece.files);
        else isCut = true;
      }
      if (!left.signal.aborted) setState({ kind: 'read', files, isCut });
    };
    read().catch(
      (error: unknown) => left.signal.aborted || setState({ kind: 'failed', failure: toFailure(error) }),
    );
    return () => left.abort();
  }, [question]);
  return { state, again: useCallback(() => setAttempt((last) => last + 1), []) };
}
