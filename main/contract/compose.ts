import { z } from 'zod';
import { composeNamePattern, largestComposeFile, mostProfiles } from './compose-name.ts';
import type { Failure } from './errors.ts';
import { chosenFileId } from './files.ts';
import { nothing, request } from './requests.ts';
import { stream } from './streams.ts';

/** A Compose project that is remembered with its files, whether anything of it runs or not. */
export interface ComposeProject {
  /** What its containers are labelled with; there is one of each name. */
  readonly name: string;
  /** Absolute paths, in the order in which Compose merges them. Untrusted texts. */
  readonly files: readonly string[];
  /** What relative paths in them begin at. */
  readonly folder: string;
  /** The profiles that are switched on. */
  readonly profiles: readonly string[];
  /** Those of its files that are not there. */
  readonly missing: readonly string[];
}

/** What is done to a project. `up`, `pull`, `build`, `scale` and `watch` need its files. */
export type ComposeVerb = 'up' | 'down' | 'start' | 'stop' | 'restart' | 'pull' | 'build' | 'scale' | 'watch';

/** How far one container, network, volume or image is. */
export interface ComposeStep {
  /** What it is about: `Container shop-web-1`. Untrusted. */
  readonly name: string;
  /** Compose's own word: `Starting`. Untrusted. */
  readonly text: string;
  readonly state: 'working' | 'done' | 'warning' | 'failed';
  /** From 0 to 1; null when Compose does not tell. */
  readonly part: number | null;
}

/** Work on a project, under way or ended. */
export interface ComposeJob {
  readonly id: string;
  readonly project: string;
  readonly task: ComposeTask;
  /** In the order in which they were first named; a great many are cut, the oldest that are done first. */
  readonly steps: readonly ComposeStep[];
  /** Warnings of Compose, each once. Untrusted. */
  readonly warnings: readonly string[];
  /** Lines of output so far. */
  readonly lines: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly state:
    | { readonly kind: 'running'; readonly isEnding: boolean }
    | { readonly kind: 'done'; readonly endedAt: number }
    | { readonly kind: 'cancelled'; readonly endedAt: number }
    | { readonly kind: 'failed'; readonly endedAt: number; readonly failure: Failure };
}

/** A service as `docker compose config` resolves it. Untrusted texts. */
export interface ComposeService {
  readonly name: string;
  /** Empty for one that is built and has no name. */
  readonly image: string;
  readonly isBuilt: boolean;
  readonly profiles: readonly string[];
  readonly dependsOn: readonly string[];
  readonly networks: readonly string[];
  /** Named volumes and where they are in it. */
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  /** As they are published: `8080:80/tcp`. */
  readonly ports: readonly string[];
  /** How many the file asks for. */
  readonly replicas: number;
  /** What stands in the way of more than one of it; null for nothing. */
  readonly fixedBy: 'container_name' | 'host port' | null;
}

/** A project as its files describe it, all profiles included. */
export interface ComposeModel {
  readonly services: readonly ComposeService[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** What Compose says of a project's files. */
export type ComposeCheck =
  | { readonly kind: 'valid'; readonly model: ComposeModel; readonly warnings: readonly string[] }
  /** `said`: Compose's own words, without a time or a path of ours. Untrusted. */
  | { readonly kind: 'invalid'; readonly said: string; readonly warnings: readonly string[] };

/** A Compose file as text. */
export interface ComposeText {
  readonly path: string;
  readonly text: string;
  /** Tells whether another program has written it meanwhile. */
  readonly version: string;
}

/** An earlier content of a file, kept when it was saved over here. */
export interface ComposeVersion {
  readonly id: string;
  /** When it was saved over; milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

/** A project to begin with. */
export interface ComposeTemplate {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  readonly text: string;
}

const name = z.string().regex(composeNamePattern);
const service = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-zA-Z0-9._][a-zA-Z0-9._-]*$/);
const services = z.array(service).max(500).default([]);
const text = z.string().max(largestComposeFile);
/** What is written in an editor and not saved yet, in the place of one of the files. */
const draft = z.strictObject({ file: z.number().int().min(0).max(31), text }).optional();
const file = z.strictObject({ project: name, file: z.number().int().min(0).max(31) });
const version = z.string().regex(/^[0-9a-z-]{1,80}$/);

/** Checks a {@link ComposeTask}. */
export const composeTask = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('up'),
    services,
    /** Builds images first, also those that are there. */
    build: z.boolean().default(false),
  }),
  z.strictObject({ verb: z.literal('down'), volumes: z.boolean().default(false) }),
  z.strictObject({ verb: z.enum(['start', 'stop', 'restart', 'pull', 'build']), services }),
  z.strictObject({ verb: z.literal('scale'), service, replicas: z.number().int().min(0).max(100) }),
  z.strictObject({ verb: z.literal('watch') }),
]);

/** What is to be done to a project. */
export type ComposeTask = z.output<typeof composeTask>;

/** What the window asks about Compose projects. */
export const composeRequests = {
  /** Those that are remembered, by name. What runs is told by the containers' labels. */
  'compose.projects': request<readonly ComposeProject[]>()(nothing),
  /** Remembers the project of a file that the user has chosen; with the override file beside it, as Compose has it. */
  'compose.add': request<ComposeProject>()(z.strictObject({ file: chosenFileId })),
  /** Remembers a project that runs, by the files that its containers are labelled with. */
  'compose.adopt': request<ComposeProject>()(z.strictObject({ project: name })),
  /** Forgets a project. Its files, containers and volumes stay. */
  'compose.forget': request<void>()(z.strictObject({ project: name })),
  'compose.setProfiles': request<ComposeProject>()(
    z.strictObject({ project: name, profiles: z.array(service).max(mostProfiles) }),
  ),
  /** Begins work on a project, and answers its id at once. One at a time for each project, and a watch beside it. */
  'compose.begin': request<string>()(z.strictObject({ project: name, task: composeTask })),
  /** Ends work that is under way, as Ctrl-C does; nothing happens when it has ended. */
  'compose.cancel': request<void>()(z.strictObject({ job: z.uuid() })),
  /** Forgets work that has ended. */
  'compose.dismiss': request<void>()(z.strictObject({ job: z.uuid() })),
  /** Has Compose read the files. Rejects only when it could not be asked. */
  'compose.check': request<ComposeCheck>()(z.strictObject({ project: name, draft })),
  /** The files as one, with every variable filled in, as `docker compose config` gives it. */
  'compose.preview': request<string>()(z.strictObject({ project: name, draft })),
  'compose.read': request<ComposeText>()(file),
  /** Writes a file, unless it is another one than that of `version`; what it was before is kept. */
  'compose.write': request<
    { readonly kind: 'written'; readonly version: string } | { readonly kind: 'changed' }
  >()(file.extend({ text, version: z.string().max(100) })),
  /** Earlier contents, the newest first. */
  'compose.history': request<readonly ComposeVersion[]>()(file),
  'compose.readVersion': request<string>()(file.extend({ version })),
  'compose.templates': request<readonly ComposeTemplate[]>()(nothing),
  /** Writes a template into a folder that the user has chosen, and remembers it. Refused where there is a Compose file. */
  'compose.create': request<ComposeProject>()(
    z.strictObject({ template: z.string().max(64), folder: chosenFileId }),
  ),
} as const;

/** What the window reads of the work on projects. */
export const composeStreams = {
  /** All work, the oldest first: at once, and after each change. */
  'compose.follow': stream<readonly ComposeJob[]>()(z.strictObject({})),
  /** The output of work: what is kept of it so far, then as it comes. Untrusted. Ends with the work. */
  'compose.output': stream<readonly string[]>()(z.strictObject({ job: z.uuid() })),
} as const;
