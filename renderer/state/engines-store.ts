import { create } from 'zustand';
import type { EngineTest, ListedEngine } from '../../main/contract/engines.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import { ownEngine } from '../../main/contract/own-engine.ts';
import { call, listen } from '../bridge.ts';
import type { Loaded } from './engine-store.ts';
import { notifyFailure } from './notices.ts';
import { createRefresher } from './refresher.ts';

/** How a test of an engine went; `testing`: it is under way. */
export type TestState = 'testing' | EngineTest;

/** What is known of engines. */
interface EnginesStore {
  /** The one that the page works on; null until that is told. */
  readonly present: Pick<ListedEngine, 'name' | 'endpoint'> | null;
  /** Loading until somebody has looked at them. */
  readonly list: Loaded<ListedEngine>;
  /** Why docker's contexts are not among them; null when they are. */
  readonly problem: Failure | null;
  /** The last test of each, by name. */
  readonly tests: ReadonlyMap<string, TestState>;
  /** The name of the one that the window is turning to. */
  readonly turning: string | null;
}

/** Engines that the window can work on. */
export const useEngines = create<EnginesStore>(() => ({
  present: null,
  list: { kind: 'loading' },
  problem: null,
  tests: new Map(),
  turning: null,
}));

/** Whether the page works on the engine that Slipway runs, as it does unless another one was chosen. */
export function isOwn({ present }: Pick<EnginesStore, 'present'>): boolean {
  return present === null || present.name === ownEngine;
}

let isWanted = false;

const refresher = createRefresher(async () => {
  try {
    const { engines, problem } = await call('engines.list', {});
    useEngines.setState({ list: { kind: 'loaded', items: engines }, problem });
  } catch (error) {
    useEngines.setState({ list: { kind: 'failed', failure: toFailure(error) } });
  }
});

/** Begins to follow them. Call once. */
export function followEngines(): void {
  call('engines.present', {}).then(
    (present) => useEngines.setState({ present }),
    () => undefined,
  );
  listen('engines.changed', () => {
    if (isWanted) refresher.invalidate();
  });
}

/** Reads them, docker's contexts too, which takes a moment: when somebody looks. */
export function readEngines(): void {
  isWanted = true;
  refresher.invalidate();
}

/** Works on another engine: the page is loaded anew. */
export async function workOn(name: string): Promise<void> {
  useEngines.setState({ turning: name });
  try {
    await call('engines.use', { name });
  } catch (error) {
    notifyFailure(error);
  } finally {
    useEngines.setState({ turning: null });
  }
}

/** Connects to an engine; what comes of it is in the store. */
export async function testEngine(name: string): Promise<void> {
  if (useEngines.getState().tests.get(name) === 'testing') return;
  setTest(name, 'testing');
  try {
    setTest(name, await call('engines.test', { name }));
  } catch (error) {
    const failed = { step: 'engine', failure: toFailure(error) } as const;
    setTest(name, { name, endpoint: '', answer: null, failed });
  }
}

function setTest(name: string, test: TestState): void {
  useEngines.setState(({ tests }) => ({ tests: new Map(tests).set(name, test) }));
}

/** What is needed to add an engine. Without TLS unless `tls` says more. */
export interface NewEngine {
  readonly name: string;
  readonly endpoint: string;
  readonly tls: {
    readonly ca: ChosenFile | null;
    readonly cert: ChosenFile | null;
    readonly key: ChosenFile | null;
  } | null;
}

/** Adds an engine. Rejects with why it cannot be. */
export async function addEngine({ name, endpoint, tls }: NewEngine): Promise<void> {
  const id = (file: ChosenFile | null) => file?.id ?? null;
  await call('engines.add', {
    ...{ name, endpoint },
    tls: tls === null ? null : { ca: id(tls.ca), cert: id(tls.cert), key: id(tls.key) },
  });
  refresher.invalidate();
}

/** Has the user choose a file of TLS; null when they have decided against it. */
export async function chooseTlsFile(title: string): Promise<ChosenFile | null> {
  const kinds = [{ name: 'Certificates and keys', extensions: ['pem', 'crt', 'cer', 'key'] }];
  const [file] = await call('files.chooseSources', { title, kinds });
  return file ?? null;
}

/** Forgets an engine; nothing of it is changed. */
export async function removeEngine(name: string): Promise<void> {
  try {
    await call('engines.remove', { name });
    // Another one may come to have its name.
    useEngines.setState(({ tests }) => ({ tests: new Map([...tests].filter(([of]) => of !== name)) }));
  } catch (error) {
    notifyFailure(error);
  } finally {
    refresher.invalidate();
  }
}
