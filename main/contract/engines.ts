import { z } from 'zod';
import type { Failure } from './errors.ts';
import { chosenFileId } from './files.ts';
import { nothing, request } from './requests.ts';

/** As docker has it of its contexts. */
export const engineName = z
  .string()
  .max(64, 'It has at most 64 characters.')
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/,
    'It has two characters or more: a letter or digit, then letters, digits, and _ . + -.',
  );

const file = z.string().min(1).max(4_096);

/** The files by which a connection is secured: absolute paths, in PEM format. Without an authority the public ones count. */
export const tlsFiles = z.strictObject({
  ca: file.nullable(),
  cert: file.nullable(),
  key: file.nullable(),
});

/** See {@link tlsFiles}. */
export type TlsFiles = z.output<typeof tlsFiles>;

/** An engine as its user has added it. */
export const engineEntry = z.strictObject({
  name: engineName,
  /** `unix:///PATH`, `ssh://[USER@]HOST[:PORT][/PATH]` or `tcp://HOST[:PORT]`. */
  endpoint: z.string().min(1).max(1_024),
  /** Null: a connection without TLS. */
  tls: tlsFiles.nullable(),
});

/** See {@link engineEntry}. */
export type EngineEntry = z.output<typeof engineEntry>;

/** An engine as `slipway engine list` tells of it. */
export interface ListedEngine extends EngineEntry {
  /** Slipway's own, one that was added to Slipway, or one of docker's contexts. */
  readonly origin: 'slipway' | 'added' | 'docker';
  /** The one that the window and `slipway docker` work on. */
  readonly isChosen: boolean;
  /** Why it cannot be used, known without asking it; null when nothing stands in the way. */
  readonly problem: Failure | null;
}

/** What a connection to an engine consists of, in this order. */
export type TestStep = 'address' | 'connection' | 'certificate' | 'login' | 'engine';

/** What a test of an engine found. Times are milliseconds. */
export interface EngineTest {
  readonly name: string;
  /** As in its entry. */
  readonly endpoint: string;
  /** Null when it failed. */
  readonly answer: {
    readonly version: string;
    readonly apiVersion: string;
    /** Until a connection stood and the engine had answered on it once. */
    readonly connectMs: number;
    /** The shortest of some questions and answers on that connection. */
    readonly latencyMs: number;
  } | null;
  /** What it failed at, and why; null when it did not. */
  readonly failed: { readonly step: TestStep; readonly failure: Failure } | null;
}

/** All engines, as the window shows them. */
export interface WindowEngines {
  /** Slipway's own first. */
  readonly engines: readonly ListedEngine[];
  /** Why docker's contexts are not among them; null when they are. */
  readonly problem: Failure | null;
}

const chosenFile = chosenFileId.nullable();

/** What the window asks about engines other than Slipway's own. */
export const engineListRequests = {
  /** The one that the page works on, for as long as it is loaded: another one loads it anew. */
  'engines.present': request<Pick<ListedEngine, 'name' | 'endpoint'>>()(nothing),
  'engines.list': request<WindowEngines>()(nothing),
  /** Files of TLS are those that the user has chosen in a dialog of the system. */
  'engines.add': request<EngineEntry>()(
    z.strictObject({
      name: z.string().max(200),
      endpoint: z.string().max(1_024),
      tls: z.strictObject({ ca: chosenFile, cert: chosenFile, key: chosenFile }).nullable(),
    }),
  ),
  'engines.remove': request<EngineEntry>()(z.strictObject({ name: z.string().max(1_024) })),
  'engines.test': request<EngineTest>()(z.strictObject({ name: z.string().max(1_024) })),
  /** Works on another engine from now on: the page is loaded anew. */
  'engines.use': request<void>()(z.strictObject({ name: z.string().max(1_024) })),
} as const;
