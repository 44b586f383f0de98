import { z } from 'zod';
import { nothing, request } from '../requests.ts';
import { stream } from '../streams.ts';
import { type UsageKind, usageKinds } from './usage-kinds.ts';

/** What a prune would remove, and free. */
export interface Prunable {
  /** The largest first, each with its own bytes: what several share is freed once and counted in the total alone. */
  readonly items: readonly { readonly name: string; readonly bytes: number }[];
  readonly bytes: number;
}

/** What the things of one kind take. In bytes. */
export interface KindUsage {
  readonly kind: UsageKind;
  readonly count: number;
  readonly bytes: number;
  /** What is surely of no use: images without a name, containers that do not run, anonymous volumes, old build steps. */
  readonly unused: Prunable;
  /** Everything that nothing uses, named or not. */
  readonly allUnused: Prunable;
}

/** What a prune has done. */
export interface Pruned {
  readonly count: number;
  readonly bytes: number;
}

/** What the engine tells of itself, under headings; what it does not tell is left out. Untrusted texts. */
export interface EngineInfo {
  readonly sections: readonly {
    readonly title: string;
    readonly facts: readonly { readonly name: string; readonly value: string }[];
  }[];
  /** What the engine itself finds wrong. */
  readonly warnings: readonly string[];
}

/** Something that happened in the engine. Untrusted texts. */
export interface EngineEvent {
  /** Counts up as long as the app runs. */
  readonly serial: number;
  /** Milliseconds since 1970, by the engine's clock. */
  readonly at: number;
  readonly type: string;
  readonly action: string;
  readonly id: string;
  /** The object's name where the engine tells it, otherwise empty. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const kind = z.enum(usageKinds);

/** What the window asks about the engine as a whole. */
export const systemRequests = {
  /** Counts files and layers: slow where there are many. */
  'system.usage': request<KindUsage>()(z.strictObject({ kind })),
  /** Removes what nothing uses by then, which `unused` or, with `all`, `allUnused` showed. Volumes are removed by name, and not by this. */
  'system.prune': request<Pruned>()(
    z.strictObject({ kind: z.enum(['images', 'containers', 'builds']), all: z.boolean().default(false) }),
  ),
  'system.info': request<EngineInfo>()(nothing),
} as const;

/** What the window reads bit by bit. */
export const systemStreams = {
  /** Those kept, the oldest first, and then each that comes. */
  'system.events': stream<readonly EngineEvent[]>()(nothing),
} as const;
