import { z } from 'zod';
import { ansibleRequests, ansibleStreams } from './ansible.ts';
import { buildRequests, buildStreams } from './builds.ts';
import { composeRequests, composeStreams } from './compose.ts';
import { type EngineEvents, engineRequests, engineStreams } from './engine.ts';
import { engineListRequests } from './engines.ts';
import { fileRequests } from './files.ts';
import { type HostEvents, hostRequests } from './host.ts';
import type { Reply } from './reply.ts';
import { type EventOf, request } from './requests.ts';
import { shareRequests } from './shares.ts';
import { type StreamEvents, streamRequests } from './streams.ts';
import { type TerminalEvents, terminalRequests } from './terminal.ts';

/** What the window asks of the app itself. */
export const appRequests = {
  /** Writes to the clipboard; there is no request that reads it. */
  'app.copy': request<void>()(z.strictObject({ text: z.string().max(4_194_304) })),
  /** Opens in the user's browser what answers at a port that a container publishes over TCP, and nothing else. */
  'app.openPort': request<void>()(
    z.strictObject({
      address: z.union([z.ipv4(), z.ipv6()]),
      port: z.number().int().min(1).max(65_535),
      isSecure: z.boolean(),
    }),
  ),
  /** Opens a container by its name in the user's browser, where such a name leads to one that runs, and nothing else. */
  'app.openDomain': request<void>()(z.strictObject({ name: z.string().max(253) })),
  /** Says in how many files there are changes that are not saved: the window is not closed over them without a question. */
  'app.setUnsaved': request<void>()(z.strictObject({ files: z.number().int().min(0).max(100_000) })),
} as const;

/** Every request that the window can make, over one checked channel. */
export const windowRequests = {
  ...hostRequests,
  ...engineRequests,
  ...buildRequests,
  ...terminalRequests,
  ...streamRequests,
  ...fileRequests,
  ...shareRequests,
  ...engineListRequests,
  ...composeRequests,
  ...ansibleRequests,
  ...appRequests,
} as const;

/** Every stream that the window can open. */
export const windowStreams = {
  ...engineStreams,
  ...buildStreams,
  ...composeStreams,
  ...ansibleStreams,
} as const;

/** A change that only the window needs to hear of. */
export interface AppEvents {
  /** The settings may have changed, by whoever: they are to be read again. */
  readonly 'settings.changed': Readonly<Record<string, never>>;
  /** Engines were added, removed or chosen: they are to be read again. */
  readonly 'engines.changed': Readonly<Record<string, never>>;
  /** A notification of the desktop leads to a container, by its id. */
  readonly 'app.showContainer': { readonly id: string };
  /** A notification of the desktop leads to all that has happened. */
  readonly 'app.showEvents': Readonly<Record<string, never>>;
  /** The menu asks for the command palette. */
  readonly 'app.palette': Readonly<Record<string, never>>;
  /** The menu or the tray asks for a view. */
  readonly 'app.show': {
    readonly view:
      | 'engine'
      | 'containers'
      | 'compose'
      | 'ansible'
      | 'images'
      | 'builds'
      | 'volumes'
      | 'networks'
      | 'swarm'
      | 'ports'
      | 'logs'
      | 'system'
      | 'terminal'
      | 'snapshots'
      | 'settings';
  };
}

/** Everything that the window can be told. */
export type WindowEvents = HostEvents & EngineEvents & TerminalEvents & StreamEvents & AppEvents;

/** One event on its way into the window. */
export type WindowEvent = EventOf<WindowEvents>;

/** What the preload script puts at `window.slipway`: data in, data out, no reference to Electron. */
export interface WindowBridge {
  /** Answers `{result}` or `{error}`; never rejects. */
  request(name: string, parameters: unknown): Promise<Reply>;
  /**
   * Offers files that the user has dropped into the page: answers `{result}` with a ChosenFile for each, or `{error}`. The page
   * learns of a path only what it may show.
   */
  offer(files: readonly File[]): Promise<Reply>;
  /** Hears every event. The answer stops it. */
  listen(listener: (event: WindowEvent) => void): () => void;
}

/** Electron channel of files that were dropped into the page. Nothing but the preload script can use it. */
export const offerChannel = 'slipway:offer';

/** Electron channel of requests. */
export const requestChannel = 'slipway:request';

/** Electron channel of events. */
export const eventChannel = 'slipway:event';
