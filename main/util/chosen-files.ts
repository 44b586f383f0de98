import { randomUUID } from 'node:crypto';
import { SlipwayError } from '../contract/errors.ts';
import type { ChosenFile } from '../contract/files.ts';

/** What a file was chosen for. */
export type FilePurpose = 'read' | 'write';

/** The files that a page's user has chosen in dialogs: what the page may have read and written, and nothing else. */
export interface ChosenFiles {
  /** Remembers a file that was chosen. */
  add(purpose: FilePurpose, path: string): ChosenFile;
  /** The path of a file that was chosen for this. Throws `invalid-argument` for any other. May be asked again. */
  path(purpose: FilePurpose, id: string): string;
}

/** Most files that are remembered: the oldest are forgotten. */
const mostFiles = 1_000;

/** Nothing chosen yet. */
export function createChosenFiles(): ChosenFiles {
  const files = new Map<string, { readonly purpose: FilePurpose; readonly path: string }>();
  return {
    add(purpose, path) {
      const id = randomUUID();
      files.set(id, { purpose, path });
      const [oldest] = files.keys();
      if (files.size > mostFiles && oldest !== undefined) files.delete(oldest);
      return { id, path };
    },
    path(purpose, id) {
      const file = files.get(id);
      if (file?.purpose === purpose) return file.path;
      throw new SlipwayError({
        code: 'invalid-argument',
        message: `No file was chosen to ${purpose}.`,
        hint: 'Choose it again.',
      });
    },
  };
}

/** Characters that some file system does not take in a name, and those that would end or hide it. */
const unfit = /[\p{Cc}\p{Cf}\u2028\u2029<>:"/\\|?*]+/gu;

/** A name for a file, from any text: `shop/web:2` is `shop-web-2`. Never empty, a folder or hidden. */
export function fileNameFrom(text: string): string {
  const name = text
    .replace(unfit, '-')
    .replace(/^[-.\s]+|[-.\s]+$/g, '')
    .slice(0, 120);
  return name === '' ? 'unnamed' : name;
}
