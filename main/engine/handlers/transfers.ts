import { assertNever } from '../../contract/assert-never.ts';
import type { transferRequests, transferStreams } from '../../contract/engine/transfers.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import type { Engines } from '../engines.ts';

/** The code behind {@link transferRequests}; `files` are those that the page's user has chosen. */
export function transferHandlers(
  { transfers }: Pick<Engines, 'transfers'>,
  files: Pick<ChosenFiles, 'path'>,
): Handlers<typeof transferRequests> {
  return {
    async 'transfers.begin'(task) {
      switch (task.kind) {
        case 'pull':
        case 'push':
          return transfers.begin(task);
        case 'save': {
          const { kind, names, about, file } = task;
          return transfers.begin({ kind, names, about, path: files.path('write', file) });
        }
        case 'load':
          return transfers.begin({ kind: task.kind, path: files.path('read', task.file) });
        case 'import':
          return transfers.begin({ kind: task.kind, name: task.name, path: files.path('read', task.file) });
        case 'export': {
          const { kind, id, name, file } = task;
          return transfers.begin({ kind, id, name, path: files.path('write', file) });
        }
        default:
          return assertNever(task);
      }
    },
    'transfers.cancel': async ({ id }) => transfers.cancel(id),
    'transfers.retry': async ({ id }) => transfers.retry(id),
    'transfers.dismiss': async ({ id }) => transfers.dismiss(id),
  };
}

/** The code behind {@link transferStreams}. */
export function transferSources({ transfers }: Pick<Engines, 'transfers'>): Sources<typeof transferStreams> {
  return { 'transfers.follow': (_, signal) => transfers.follow(signal) };
}
