import { parseMirrors } from '../contract/mirrors.ts';
import type { HomePaths } from '../home/paths.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { mirrorsWord } from '../vm/seed.ts';
import { type GuestWord, keepGuestTold, type ToldGuest } from './keep-guest-told.ts';

/** Keeps the engine told of the registries that are asked for images of Docker Hub first, as the settings name them. */
export function followMirrors(
  options: Pick<GuestWord, 'supervisor' | 'now' | 'log'> & { readonly paths: HomePaths },
): ToldGuest {
  return keepGuestTold({
    ...options,
    verb: 'mirrors',
    about: 'mirrors of Docker Hub',
    async words() {
      // Settings that cannot be read have a word of their own in the status; the engine keeps what it knows.
      const settings = await loadSettings(options.paths).catch(() => undefined);
      if (settings === undefined) return undefined;
      return [mirrorsWord(parseMirrors(settings['images.mirrors']) ?? [])];
    },
  });
}
