import { app, clipboard, shell } from 'electron';
import { SlipwayError } from '../contract/errors.ts';
import type { Handlers } from '../contract/requests.ts';
import type { appRequests } from '../contract/window.ts';
import { externalUrl } from './external-url.ts';

/** The code behind {@link appRequests}. */
export const appHandlers: Handlers<typeof appRequests> = {
  async 'app.about'() {
    return { version: app.getVersion(), platform: process.platform };
  },
  async 'app.openExternal'({ url }) {
    const allowed = externalUrl(url);
    if (allowed === undefined) {
      throw new SlipwayError({
        code: 'invalid-argument',
        message: `Slipway does not open ${url}: only https pages are opened.`,
        hint: 'Copy the address and open it yourself if you trust it.',
      });
    }
    await shell.openExternal(allowed);
  },
  async 'app.copy'({ text }) {
    clipboard.writeText(text);
  },
};
