import type { ImageStep } from '../../../main/contract/engine/image-details.ts';

/** What the old builder put before every command, and before those that change the configuration alone. */
const builderPrefix = /^\/bin\/sh -c (?:#\(nop\)\s*)?/;

/** A step in the words of the Dockerfile that it came from, as far as they can be told. */
export function stepText({ createdBy, comment }: Pick<ImageStep, 'createdBy' | 'comment'>): string {
  if (createdBy === '') return comment === '' ? '(not written down)' : comment;
  if (createdBy.startsWith('/bin/sh -c #(nop)')) return createdBy.replace(builderPrefix, '');
  if (builderPrefix.test(createdBy)) return `RUN ${createdBy.replace(builderPrefix, '')}`;
  // BuildKit names the shell after the word RUN, and itself behind.
  return createdBy.replace(/^RUN \/bin\/sh -c /, 'RUN ').replace(/ # buildkit$/, '');
}
