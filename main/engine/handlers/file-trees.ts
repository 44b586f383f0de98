import type { treeRequests, treeStreams } from '../../contract/engine/file-trees.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import { reportWork } from '../../util/report-work.ts';
import { withEngineDeadline } from '../deadlines.ts';
import type { Engines } from '../engines.ts';
import { download } from '../files/download.ts';
import { makeFolder, openPath, readFile, remove, rename, writeFile } from '../files/file-tree.ts';
import { type Tree, withTree } from '../files/tree.ts';
import { upload } from '../files/upload.ts';

/** The code behind {@link treeRequests}. */
export function treeHandlers({ acting, helpers }: Engines): Handlers<typeof treeRequests> {
  /** A tree for as long as something of its kind may take. */
  const within = <T>(
    kind: 'read' | 'change',
    doing: string,
    source: Parameters<typeof withTree>[2],
    signal: AbortSignal,
    work: (tree: Tree, until: AbortSignal) => Promise<T>,
  ) =>
    withEngineDeadline(kind, doing, signal, (until) =>
      withTree(acting, helpers, source, until, (tree) => work(tree, until)),
    );
  return {
    'tree.open': ({ source, path }, signal) =>
      within('read', `open ${path}`, source, signal, (tree, until) => openPath(tree, path, until)),
    'tree.read': ({ source, path }, signal) =>
      within('read', `read ${path}`, source, signal, (tree, until) => readFile(tree, path, until)),
    'tree.write': ({ source, path, text, version }, signal) =>
      within('change', `write ${path}`, source, signal, (tree, until) =>
        writeFile(tree, path, text, version, until),
      ),
    'tree.makeFolder': ({ source, folder, name }, signal) =>
      within('change', `make the folder ${name}`, source, signal, (tree, until) =>
        makeFolder(tree, folder, name, until),
      ),
    'tree.rename': ({ source, folder, name, newName }, signal) =>
      within('change', `rename ${name}`, source, signal, (tree, until) =>
        rename(tree, folder, name, newName, until),
      ),
    'tree.remove': ({ source, folder, names }, signal) =>
      within('change', `delete files of ${folder}`, source, signal, (tree, until) =>
        remove(tree, folder, names, until),
      ),
  };
}

/** The code behind {@link treeStreams}. */
export function treeSources({ acting, helpers }: Engines, files: ChosenFiles): Sources<typeof treeStreams> {
  return {
    'tree.upload': ({ source, folder, files: ids, replace }, signal) =>
      reportWork(signal, (tell, until) => {
        const paths = ids.map((id) => files.path('read', id));
        return upload(acting, helpers, { source, folder, paths, replace }, tell, until);
      }),
    'tree.download': ({ source, path, form, target }, signal) =>
      reportWork(signal, (tell, until) =>
        download(acting, { source, path, form, target: files.path('write', target) }, tell, until),
      ),
  };
}
