import type { Handlers } from '../contract/requests.ts';
import type { shareRequests } from '../contract/shares.ts';
import type { HomePaths } from '../home/paths.ts';
import { addShare, changeShare, removeShare } from '../settings/shares-store.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';

/** The code behind {@link shareRequests}: the list is a file, which every host reads when it starts a VM. */
export function shareHandlers(paths: HomePaths, files: ChosenFiles): Handlers<typeof shareRequests> {
  return {
    'shares.add': ({ folder, readOnly }) => addShare(paths, files.path('read', folder), readOnly),
    'shares.change': ({ path, readOnly }) => changeShare(paths, path, readOnly),
    'shares.remove': ({ path }) => removeShare(paths, path),
  };
}
