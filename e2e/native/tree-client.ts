import type { TreeSource } from '../../main/contract/engine/file-trees.ts';
import { engineAt } from '../../main/engine/connection.ts';
import * as files from '../../main/engine/files/file-tree.ts';
import { createHelpers, helperStarter } from '../../main/engine/files/helpers.ts';
import { type Tree, withTree } from '../../main/engine/files/tree.ts';
import type { NativeHome } from '../support/native-home.ts';

const signal = new AbortController().signal;

/** The files of containers and volumes of an engine, by the app's own code. */
export type TreeClient = ReturnType<typeof treeClient>;

/** A volume's files. */
export const volume = (name: string): TreeSource => ({ kind: 'volume', name });

/** Reads and changes files of an engine without a window. */
export function treeClient({ instance }: NativeHome) {
  const engine = engineAt(instance.paths.dockerSocket);
  const helpers = createHelpers(helperStarter(engine));
  const within = <T>(source: TreeSource, work: (tree: Tree) => Promise<T>) =>
    withTree(engine, helpers, source, signal, work);
  const open = (source: TreeSource, path: string) =>
    within(source, (tree) => files.openPath(tree, path, signal));
  const entries = async (source: TreeSource, at: string) => {
    const found = await open(source, at);
    return found.kind === 'folder' ? found.entries : [];
  };
  return {
    engine,
    helpers,
    within,
    open,
    read: (source: TreeSource, path: string) => within(source, (tree) => files.readFile(tree, path, signal)),
    write: (source: TreeSource, path: string, text: string, version: string | null) =>
      within(source, (tree) => files.writeFile(tree, path, text, version, signal)),
    remove: (source: TreeSource, at: string, names: readonly string[]) =>
      within(source, (tree) => files.remove(tree, at, names, signal)),
    entry: async (source: TreeSource, at: string, name: string) =>
      (await entries(source, at)).find((one) => one.name === name),
    names: async (source: TreeSource, at: string) =>
      (await entries(source, at)).map(({ name }) => name).toSorted(),
  };
}
