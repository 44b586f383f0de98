import type { imageLayerStreams } from '../../contract/engine/image-layers.ts';
import { shortImageName } from '../../contract/engine/image-name.ts';
import type { Sources } from '../../contract/streams.ts';
import { reportWork } from '../../util/report-work.ts';
import { attempt } from '../connection.ts';
import type { Engines } from '../engines.ts';
import { readImageDetails } from '../image-details.ts';
import { describeLayer, type Layer, readLayers } from '../layers/read-layers.ts';

/** Paths in one piece. */
const filesInPiece = 2_000;

/** What was read of an image. */
interface Read {
  readonly id: string;
  readonly layers: readonly string[];
  readonly read: ReadonlyMap<string, Layer>;
}

/** The code behind {@link imageLayerStreams}. The layers of the image that was looked at last are kept: it never changes. */
export function imageLayerSources({
  reading,
  acting,
}: Pick<Engines, 'reading' | 'acting'>): Sources<typeof imageLayerStreams> {
  let last: Read | undefined;

  /** How many bytes were read while it goes on, and at last what was read. */
  const read = (id: string, signal: AbortSignal) =>
    reportWork<number | Read>(signal, async (tell, until) => {
      const { layers } = await readImageDetails(reading, id, until);
      const doing = `read the layers of the image ${shortImageName(id)}`;
      return { id, layers, read: await attempt(doing, () => readLayers(acting, id, layers, tell, until)) };
    });

  return {
    async *'images.layerFiles'({ id, layer }, signal) {
      let known = last?.id === id ? last : undefined;
      if (known === undefined)
        for await (const news of read(id, signal)) {
          if (typeof news === 'number') yield { kind: 'reading', bytes: news };
          else known = news;
        }
      if (known === undefined) return;
      last = known;
      const { files, isCut } = describeLayer(known.read, known.layers, layer);
      for (let at = 0; at < files.length; at += filesInPiece)
        yield { kind: 'files', files: files.slice(at, at + filesInPiece) };
      if (isCut) yield { kind: 'cut' };
    },
  };
}
