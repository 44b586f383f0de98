import { clipboard } from 'electron';
import type { Handlers } from '../contract/requests.ts';
import type { appRequests } from '../contract/window.ts';

/** The code behind {@link appRequests}. */
export const appHandlers: Handlers<typeof appRequests> = {
  async 'app.copy'({ text }) {
    clipboard.writeText(text);
  },
};
