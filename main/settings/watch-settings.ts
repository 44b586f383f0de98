import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import type { HomePaths } from '../home/paths.ts';

/** Between a change and the word of it, in milliseconds: replacing a file is told as several. */
const settleMs = 50;

/** Until a home that is not there, or cannot be watched, is tried again, in milliseconds. */
const retryMs = 2_000;

/**
 * Tells when the settings may have changed, whoever wrote them. Watches the folder, since the file is replaced whole at each
 * change. Answers how to stop.
 */
export function watchSettings(
  { home, settings }: Pick<HomePaths, 'home' | 'settings'>,
  onChange: () => void,
): () => void {
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const later = (milliseconds: number, work: () => void) => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(work, milliseconds);
    timer?.unref();
  };
  const begin = (isFirst: boolean) => {
    const again = () => {
      watcher?.close();
      later(retryMs, () => begin(false));
    };
    try {
      watcher = watch(home, { persistent: false }, (_, name) => {
        if (name === null || name === basename(settings)) later(settleMs, onChange);
      });
      watcher.on('error', again);
      // What was changed before is news too.
      if (!isFirst) onChange();
    } catch {
      again();
    }
  };
  begin(true);
  return () => {
    isOver = true;
    clearTimeout(timer);
    watcher?.close();
  };
}
