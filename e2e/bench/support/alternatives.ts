import type { AnswerPiece } from '../../support/hear-answers.ts';
import type { NativeEngine } from '../../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../../support/native-home.ts';
import type { BenchContext } from './context.ts';
import { type DrivenWindow, openDrivenWindow } from './driven-window.ts';

/** The app, and the same without a virtual list: what is compared. */
export const columns = { ours: 'Slipway', plain: 'every row in the page' } as const;

/** One of {@link columns}. */
export type Alternative = keyof typeof columns;

/** Both, in the order in which they take turns. */
export const alternatives = Object.keys(columns) as Alternative[];

/** A window with a home of its own, all on one engine. */
export interface Contestant {
  readonly home: NativeHome;
  readonly window: DrivenWindow;
  /** Pieces of the engine's answers to it, since they were last taken away. */
  readonly answers: AnswerPiece[];
}

/** Opens both windows on one engine, does the work, and removes what was made. */
export async function withBoth<T>(
  context: BenchContext,
  engine: NativeEngine,
  work: (both: Readonly<Record<Alternative, Contestant>>) => Promise<T>,
): Promise<T> {
  const homes: NativeHome[] = [];
  const windows: DrivenWindow[] = [];
  const open = async (own?: string): Promise<Contestant> => {
    const answers: AnswerPiece[] = [];
    const home = await createNativeHome({ engine, onAnswer: (piece) => void answers.push(piece) });
    homes.push(home);
    const environment = { ...process.env, ...home.instance.env };
    const window = await openDrivenWindow(context, environment, own);
    windows.push(window);
    return { home, window, answers };
  };
  try {
    const plain = await context.buildPlainApp();
    return await work({ ours: await open(), plain: await open(plain) });
  } finally {
    for (const window of windows) await window.quit();
    for (const home of homes) await home.remove();
  }
}
