import { z } from 'zod';
import { stream } from '../streams.ts';
import type { FileKind } from './file-trees.ts';
import { identity } from './identity.ts';

/** What a layer does to a path. A file that it holds under a path that a lower layer has too has `changed`. */
export type LayerChange = 'added' | 'changed' | 'removed';

/** What is at a path of a layer; `gone` where the layer takes something away. */
export type LayerFileKind = FileKind | 'gone';

/** One path of a layer. Untrusted texts. */
export interface LayerFile {
  /** From the root on, with a slash before and none behind. */
  readonly path: string;
  readonly kind: LayerFileKind;
  readonly change: LayerChange;
  /** Bytes of a file; 0 of everything else, and of a hard link, whose bytes are counted where it leads. */
  readonly size: number;
  /** Permissions, the set-id and sticky bits included: octal 0000 to 7777. */
  readonly mode: number;
  readonly user: number;
  readonly group: number;
  /** Where a link leads; empty for everything else. */
  readonly target: string;
}

/** What is told while an image is read, and then what is in the layer. */
export type LayerPiece =
  /** So many bytes of the image have been read. */
  | { readonly kind: 'reading'; readonly bytes: number }
  /** The next of its files, by path. */
  | { readonly kind: 'files'; readonly files: readonly LayerFile[] }
  /** There are more than are told; the last piece. */
  | { readonly kind: 'cut' };

/** What the window reads about the layers of an image. */
export const imageLayerStreams = {
  /** The files of a layer, by its diff id. The first look reads the whole image; others of the same image are told at once. */
  'images.layerFiles': stream<LayerPiece>()(
    z.strictObject({ id: identity, layer: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
  ),
} as const;
