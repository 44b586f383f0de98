import { clipboard, shell } from 'electron';
import type { Domains } from '../contract/domains.ts';
import type { PublishedPort } from '../contract/ports.ts';
import type { Handlers } from '../contract/requests.ts';
import type { appRequests } from '../contract/window.ts';
import { domainPage } from './domain-page.ts';
import { publishedPage } from './published-page.ts';

/** What the app's own requests work with. */
interface AppHandlerOptions {
  /** Hears how many files have changes that are not saved. */
  readonly setUnsaved: (files: number) => void;
  readonly listPorts: (signal: AbortSignal) => Promise<readonly PublishedPort[]>;
  readonly listDomains: (signal: AbortSignal) => Promise<Domains>;
}

/** The code behind {@link appRequests}. */
export function appHandlers({
  setUnsaved,
  listPorts,
  listDomains,
}: AppHandlerOptions): Handlers<typeof appRequests> {
  return {
    async 'app.copy'({ text }) {
      clipboard.writeText(text);
    },
    async 'app.openPort'(port, signal) {
      await shell.openExternal(publishedPage(port, await listPorts(signal)));
    },
    async 'app.openDomain'({ name }, signal) {
      await shell.openExternal(domainPage(name, await listDomains(signal)));
    },
    async 'app.setUnsaved'({ files }) {
      setUnsaved(files);
    },
  };
}
