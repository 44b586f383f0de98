import { assertNever } from '../../contract/assert-never.ts';
import type { TransferProgress } from '../../contract/engine/transfers.ts';

/** What a transfer does, with the paths of its files. */
export type Task =
  | { readonly kind: 'pull'; readonly name: string }
  | { readonly kind: 'push'; readonly name: string }
  | {
      readonly kind: 'save';
      readonly names: readonly string[];
      readonly path: string;
      readonly about: number;
    }
  | { readonly kind: 'load'; readonly path: string }
  | { readonly kind: 'import'; readonly path: string; readonly name: string }
  | { readonly kind: 'export'; readonly id: string; readonly path: string; readonly name: string };

/** Hears how far a transfer is. */
export type Report = (progress: Partial<TransferProgress>) => void;

/** Does what a task says until it is done or the signal aborts. Answers what came of it, in one sentence. */
export type Perform = (task: Task, report: Report, signal: AbortSignal) => Promise<string>;

/** What a transfer is called: the image's or container's name, or the file's. */
export function nameOf(task: Task): string {
  switch (task.kind) {
    case 'pull':
    case 'push':
    case 'import':
    case 'export':
      return task.name;
    case 'save':
    case 'load':
      return task.path;
    default:
      return assertNever(task);
  }
}
