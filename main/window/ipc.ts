import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { ChosenFile } from '../contract/files.ts';
import { eventChannel, offerChannel, requestChannel, type WindowEvent } from '../contract/window.ts';
import type { Dispatch } from '../control/dispatch.ts';
import { isAppUrl } from './app-origin.ts';
import { createLeftPage, type LeftPage } from './left-page.ts';

/** The window's way in: one channel, each sender checked, each parameter parsed. */
export interface WindowRequests {
  /** From now on `contents` may ask; `signal` of its requests aborts when it loads anew or goes away. */
  connect(contents: WebContents, dispatch: Dispatch, offer: Offer): void;
  /** Call before `contents` are loaded anew: what the page that is there asks until it has gone is refused. */
  leave(contents: WebContents): void;
}

/** Takes the paths of files that the user has dropped into the page. Throws for what is none. */
export type Offer = (paths: unknown) => readonly ChosenFile[];

interface Connection {
  readonly dispatch: Dispatch;
  readonly offer: Offer;
  readonly left: AbortController;
  /** The same for every page of these contents. */
  readonly page: LeftPage;
}

/** Listens for requests. Call once. */
export function listenForRequests(): WindowRequests {
  const connections = new Map<number, Connection>();
  ipcMain.handle(requestChannel, async (event, name: unknown, parameters: unknown, page: unknown) => {
    const connection = connections.get(event.sender.id);
    if (connection === undefined || !isTrusted(event)) return { error: toFailure(refused()) };
    if (!connection.page.hears(page)) return { error: toFailure(leaving()) };
    return connection.dispatch(String(name), parameters, connection.left.signal);
  });
  ipcMain.handle(offerChannel, (event, paths: unknown) => {
    const connection = connections.get(event.sender.id);
    try {
      if (connection === undefined || !isTrusted(event)) throw refused();
      return { result: connection.offer(paths) };
    } catch (error) {
      return { error: toFailure(error) };
    }
  });
  return {
    connect(contents, dispatch, offer) {
      const { id } = contents;
      const page = createLeftPage();
      const renew = () => {
        connections.get(id)?.left.abort();
        connections.set(id, { dispatch, offer, left: new AbortController(), page });
      };
      renew();
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) renew();
      });
      contents.once('destroyed', () => {
        connections.get(id)?.left.abort();
        connections.delete(id);
      });
    },
    leave: ({ id }) => connections.get(id)?.page.leave(),
  };
}

/** Only the main frame of a page of the app itself: no frame in it, no page that it was led to. */
function isTrusted(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isAppUrl(frame.url);
}

function refused(): SlipwayError {
  const failure: Failure = {
    code: 'invalid-argument',
    message: 'A page that is not part of Slipway made a request.',
    hint: 'Quit Slipway and start it again.',
  };
  return new SlipwayError(failure);
}

function leaving(): SlipwayError {
  return new SlipwayError({
    code: 'busy',
    message: 'The window is loaded anew, so that nothing is begun any more in what it showed.',
    hint: 'Try it again in a moment.',
  });
}

/** Tells a page something; a page that has gone is not told. */
export function announceTo(contents: WebContents, event: WindowEvent): void {
  if (!contents.isDestroyed()) contents.send(eventChannel, event);
}
