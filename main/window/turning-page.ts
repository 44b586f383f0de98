import { SlipwayError } from '../contract/errors.ts';
import type { PageConnection } from './window-app.ts';

/** A page whose way into the app can become another one. */
export interface TurningPage extends PageConnection {
  /** The page has as many files with changes that are not saved. */
  setUnsaved(files: number): void;
  /** Throws `busy` when something that is not saved would be lost. */
  mayLeave(): void;
  /** From now on requests go another way; what the page had open is closed. It is to be loaded anew. */
  turn(): void;
}

/** The page's way, as `build` makes it each time. `tell` hears of files with changes that are not saved. */
export function turningPage(
  build: (page: Pick<TurningPage, 'setUnsaved' | 'mayLeave'>) => PageConnection,
  tell: (files: number) => void,
): TurningPage {
  let unsaved = 0;
  const page = {
    setUnsaved(files: number) {
      unsaved = files;
      tell(files);
    },
    mayLeave() {
      if (unsaved === 0) return;
      throw new SlipwayError({
        code: 'busy',
        message: `${unsaved === 1 ? 'A file has' : `${unsaved} files have`} changes that are not saved, which another engine would lose.`,
        hint: 'Save them, or close those files without saving.',
      });
    },
  };
  let way = build(page);
  return {
    ...page,
    dispatch: (name, parameters, signal) => way.dispatch(name, parameters, signal),
    offer: (paths) => way.offer(paths),
    leave: () => way.leave(),
    turn() {
      way.leave();
      way = build(page);
    },
  };
}
