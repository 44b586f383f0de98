import { z } from 'zod';
import type { Failure } from './errors.ts';
import { chosenFileId } from './files.ts';
import { nothing, request } from './requests.ts';
import { stream } from './streams.ts';

/** What became of a task on a host. `failed`: also one that the playbook then rescued; `ignored`: it failed and was to be ignored. */
export const taskStates = ['ok', 'changed', 'skipped', 'ignored', 'failed', 'unreachable'] as const;

/** One of {@link taskStates}. */
export type TaskState = (typeof taskStates)[number];

/** A task's result on one host. Untrusted texts. */
export interface TaskResult {
  readonly host: string;
  readonly state: TaskState;
  /** Why it failed, or what it was to say; empty otherwise. */
  readonly message: string;
}

/** A task that was begun. Untrusted texts. */
export interface PlaybookTask {
  readonly id: string;
  readonly name: string;
  /** Where it is written: a path and a line. */
  readonly where: string;
  /** Milliseconds since 1970; `endedAt`: null while it is worked on. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** One for each host that has ended it, the first of them. */
  readonly results: readonly TaskResult[];
}

/** A play with its tasks so far. Untrusted texts. */
export interface PlaybookPlay {
  readonly name: string;
  readonly tasks: readonly PlaybookTask[];
}

/** How a run of a playbook is. Times are milliseconds since 1970. */
export type PlaybookRunState =
  /** `doing`: what it waits for before the first play; empty by then. */
  | { readonly kind: 'running'; readonly isEnding: boolean; readonly doing: string }
  | { readonly kind: 'done'; readonly endedAt: number }
  | { readonly kind: 'cancelled'; readonly endedAt: number }
  | { readonly kind: 'failed'; readonly endedAt: number; readonly failure: Failure };

/** A run of a playbook in this app. */
export interface PlaybookRun {
  readonly id: string;
  /** The playbook's path. */
  readonly file: string;
  /** Nothing is to be changed (`--check`). */
  readonly isCheck: boolean;
  readonly startedAt: number;
  readonly plays: readonly PlaybookPlay[];
  readonly state: PlaybookRunState;
}

const run = z.strictObject({ id: z.uuid() });

/** What the window asks about playbooks. */
export const ansibleRequests = {
  /** Begins to run a playbook that the user has chosen, and answers the run's id at once. Throws `busy` when too many go on. */
  'ansible.run': request<string>()(z.strictObject({ file: chosenFileId, isCheck: z.boolean() })),
  /** Runs one again as it was, in the place of what had come of it. */
  'ansible.again': request<string>()(run),
  /** Ends one as Ctrl-C does; nothing happens when it has ended. */
  'ansible.cancel': request<void>()(run),
  /** Forgets one that has ended. */
  'ansible.dismiss': request<void>()(run),
} as const;

/** What the window reads of runs of playbooks. */
export const ansibleStreams = {
  /** Those of this app, the newest first: at once, and after each change. */
  'ansible.follow': stream<readonly PlaybookRun[]>()(nothing),
} as const;
