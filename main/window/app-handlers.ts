import { clipboard } from 'electron';
import type { Handlers } from '../contract/requests.ts';
import type { appRequests } from '../contract/window.ts';

/** The code behind {@link appRequests}; `setUnsaved` hears how many files have changes that are not saved. */
export function appHandlers(setUnsaved: (files: number) => void): Handlers<typeof appRequests> {
  return {
    async 'app.copy'({ text }) {
      clipboard.writeText(text);
    },
    async 'app.setUnsaved'({ files }) {
      setUnsaved(files);
    },
  };
}
