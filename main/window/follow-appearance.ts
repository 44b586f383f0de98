import type { NativeTheme } from 'electron';
import type { Settings } from '../contract/settings.ts';

/** What {@link followAppearance} works with. */
export interface AppearanceOptions {
  /** The setting app.appearance as it is now. */
  readonly read: () => Promise<Settings['app.appearance']>;
  readonly theme: Pick<NativeTheme, 'themeSource'>;
}

/**
 * Has the app look as its setting says: whenever the answer is called, and whoever changed it. Resolves once it does;
 * a setting that cannot be read leaves all as it is.
 */
export function followAppearance({ read, theme }: AppearanceOptions): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    // One after the other: of two changes the later one counts.
    last = last.then(async () => {
      const wanted = await read().catch(() => undefined);
      if (wanted !== undefined && wanted !== theme.themeSource) theme.themeSource = wanted;
    });
    return last;
  };
}
