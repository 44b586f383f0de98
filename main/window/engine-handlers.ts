import type { engineListRequests, ListedEngine, TlsFiles } from '../contract/engines.ts';
import { ownEngine } from '../contract/own-engine.ts';
import type { Handlers } from '../contract/requests.ts';
import { addEngine, chooseEngine, loadEngines, removeEngine } from '../endpoints/engines-store.ts';
import { findEngine, listEngines } from '../endpoints/list-engines.ts';
import { testNamedEngine } from '../endpoints/test-named.ts';
import type { HomePaths } from '../home/paths.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';

/** What the requests about engines work with. */
export interface EngineHandlerOptions {
  readonly paths: HomePaths;
  readonly files: Pick<ChosenFiles, 'path'>;
  /** The engine that the window works on. */
  readonly present: () => Pick<ListedEngine, 'name' | 'endpoint'>;
  /** Turns the window to the engine that is chosen. Rejects when it cannot. */
  readonly follow: () => Promise<void>;
  /** Throws when the page would lose something by being loaded anew. */
  readonly mayLeave: () => void;
  /** Asks the user in a dialog of the system, which no page can answer, whether the window may work on this engine. */
  readonly isWanted: (engine: Pick<ListedEngine, 'name' | 'endpoint'>) => Promise<boolean>;
}

/** The code behind {@link engineListRequests}: the list is a file, which the command line changes too. */
export function engineListHandlers(options: EngineHandlerOptions): Handlers<typeof engineListRequests> {
  const { paths, files } = options;
  const pathOf = (id: string | null) => (id === null ? null : files.path('read', id));
  return {
    'engines.present': async () => options.present(),
    'engines.list': () => listEngines(paths),
    'engines.add': ({ name, endpoint, tls }) => {
      const chosen: TlsFiles | null =
        tls === null ? null : { ca: pathOf(tls.ca), cert: pathOf(tls.cert), key: pathOf(tls.key) };
      return addEngine(paths, { name, endpoint, tls: chosen });
    },
    async 'engines.remove'({ name }) {
      if (name === options.present().name) options.mayLeave();
      const removed = await removeEngine(paths, name);
      await options.follow();
      return removed;
    },
    'engines.test': ({ name }, signal) => testNamedEngine(paths, name, signal),
    async 'engines.use'({ name }) {
      // What has the engine of a machine has the machine: a page that was taken over is not to name one by itself.
      const { endpoint } = await findEngine(paths, name);
      const isKnown = name === ownEngine || (await loadEngines(paths)).allowed.includes(endpoint);
      if (isKnown || (await options.isWanted({ name, endpoint }))) await workOnEngine(options, name);
    },
  };
}

/** Makes an engine the chosen one and turns the window to it. Rejects when there is none of the name, or it cannot be turned to. */
export async function workOnEngine(
  { paths, present, mayLeave, follow }: Omit<EngineHandlerOptions, 'files' | 'isWanted'>,
  name: string,
): Promise<void> {
  if (name !== present().name) mayLeave();
  const engine = await findEngine(paths, name);
  await chooseEngine(paths, engine);
  await follow();
}
