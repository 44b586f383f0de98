import { z } from 'zod';
import { imageReference } from './engine/images.ts';
import type { Failure } from './errors.ts';
import { type ChosenFile, chosenFileId } from './files.ts';
import { nothing, request } from './requests.ts';
import { stream } from './streams.ts';

/** How far a step of a build is. */
export type StepState = 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'cancelled';

/** One step of a build, as BuildKit tells of it. Its texts are untrusted. */
export interface BuildStep {
  /** BuildKit's name for it, a digest. */
  readonly id: string;
  /** Such as `[2/3] RUN make`. */
  readonly name: string;
  readonly state: StepState;
  /** Milliseconds since 1970, by the engine's clock; null before. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Bytes that were moved, and how many it will be; null where nothing moves or nobody knows. */
  readonly bytes: number | null;
  readonly of: number | null;
  /** What it is at, where it says so; otherwise empty. */
  readonly note: string;
  /** Why it has failed; otherwise empty. */
  readonly failure: string;
}

/** Something that BuildKit's checks find in a Dockerfile. Untrusted texts. */
export interface BuildWarning {
  readonly text: string;
  readonly detail: string;
  /** Lines of the Dockerfile, from 1; null where it is about none. */
  readonly from: number | null;
  readonly to: number | null;
}

/** What is new of a build's steps. */
export interface BuildNews {
  /** Steps that are new or other than before; new ones come behind those that are known. */
  readonly steps: readonly BuildStep[];
  /** What steps have written since. `isCut`: what came before is not kept, and the text takes its place. */
  readonly output: readonly { readonly step: string; readonly text: string; readonly isCut: boolean }[];
  /** All that are known by now; null when there are no new ones. */
  readonly warnings: readonly BuildWarning[] | null;
}

/** How many steps a build has. */
export interface StepCounts {
  readonly all: number;
  readonly ended: number;
  readonly cached: number;
}

/** Where in its Dockerfile a build has failed: some lines, those that are meant marked. Untrusted texts. */
export interface FailedLines {
  readonly file: string;
  readonly lines: readonly { readonly number: number; readonly text: string; readonly isMeant: boolean }[];
}

/** What became of a build. */
export type BuildState =
  | { readonly kind: 'running' }
  /** `image`: the id of what it made; null where that is not known. */
  | { readonly kind: 'done'; readonly image: string | null }
  /** Both null while only the list of builds has told of it. */
  | { readonly kind: 'failed'; readonly failure: Failure | null; readonly lines: FailedLines | null }
  | { readonly kind: 'cancelled' };

/** A name and a value; the value is no secret. */
export interface BuildArgument {
  readonly name: string;
  readonly value: string;
}

/** What a build was made with, to show: the secrets by their names alone. */
export interface BuildDescription {
  /** Empty where it is not known. */
  readonly folder: string;
  readonly dockerfile: string;
  readonly target: string;
  readonly arguments: readonly BuildArgument[];
  readonly platform: string;
  readonly tags: readonly string[];
  readonly isWithoutCache: boolean;
  readonly isPulling: boolean;
  /** `from`: null where it is not known. */
  readonly secrets: readonly { readonly id: string; readonly from: 'file' | 'text' | null }[];
}

/** Something that a build was made from, such as a base image. Untrusted texts. */
export interface BuildMaterial {
  readonly address: string;
  /** Such as `sha256:…`; empty where it has none. */
  readonly digest: string;
}

/** Something that BuildKit keeps of what a build has made: what it is, or what is attested of it. Untrusted texts. */
export interface BuildAttachment {
  /** A media type, or the kind of an attestation. */
  readonly kind: string;
  readonly digest: string;
  /** Such as `linux/arm64`; empty where it is not about one. */
  readonly platform: string;
  readonly bytes: number;
}

/** What BuildKit has kept of a build beside its steps and its {@link BuildDescription}. Untrusted texts. */
export interface BuildKept {
  /** What else it was told, as BuildKit calls it: labels, further folders, the network. */
  readonly options: readonly BuildArgument[];
  /** Where its folder was from and at which commit, as git says; both empty where it does not. */
  readonly repository: string;
  readonly commit: string;
  readonly platforms: readonly string[];
  readonly materials: readonly BuildMaterial[];
  readonly attachments: readonly BuildAttachment[];
  /** What of it could not be read, each with why. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

/** A build: one of this window's, or one that BuildKit remembers. */
export interface Build {
  readonly id: string;
  /** What it is called: its first tag, or its folder. Untrusted. */
  readonly name: string;
  /** It was begun in the window, and can be begun again; others were begun by a client elsewhere. */
  readonly isOurs: boolean;
  /** BuildKit's own name for it; null before that is known. */
  readonly ref: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly steps: StepCounts;
  readonly state: BuildState;
  /** Null while only the list of builds has told of it. */
  readonly description: BuildDescription | null;
  /** Null where BuildKit was not asked for it: in what lists and streams tell, and of a build of this window that goes on. */
  readonly kept: BuildKept | null;
}

/** A folder with a Dockerfile, as far as the form wants to know it. Untrusted texts. */
export interface BuildSource {
  readonly folder: ChosenFile;
  /** Null where the folder has none. */
  readonly dockerfile: ChosenFile | null;
  /** The stages that have a name. */
  readonly stages: readonly string[];
  /** What the Dockerfile takes as arguments, with what it has for them. */
  readonly arguments: readonly BuildArgument[];
}

/** What the form begins with: a build of before. A file whose secret is to be had again is chosen already. */
export interface BuildTemplate {
  readonly source: BuildSource;
  readonly description: BuildDescription;
  readonly secretFiles: Readonly<Record<string, ChosenFile>>;
}

/** Longest text that is one value: letters. */
const longestValue = 65_536;

/** A value that goes into a command's arguments or its environment. */
const value = z
  .string()
  .max(longestValue)
  .refine((text) => !text.includes('\0'), 'no NUL');

/** What a build is made with. */
export const buildOptions = z.strictObject({
  folder: chosenFileId,
  dockerfile: chosenFileId,
  /** A stage of the Dockerfile; empty: the last one. */
  target: z
    .string()
    .max(200)
    .regex(/^[\w.-]*$/),
  arguments: z.array(z.strictObject({ name: z.string().regex(/^[A-Za-z_][\w.]{0,199}$/), value })).max(200),
  /** Such as `linux/arm64`; empty: the engine's own. */
  platform: z
    .string()
    .max(100)
    .regex(/^[\w./,-]*$/),
  tags: z.array(imageReference).max(50),
  isWithoutCache: z.boolean(),
  /** Asks registries for newer base images. */
  isPulling: z.boolean(),
  secrets: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[\w.-]{1,200}$/),
        /** The text is given to this one build and kept nowhere. */
        from: z.union([z.strictObject({ file: chosenFileId }), z.strictObject({ text: value })]),
      }),
    )
    .max(50),
});

/** The text of a Dockerfile. */
export interface DockerfileText {
  readonly text: string;
  /** What it was when it was read: for a save to tell whether it has changed since. */
  readonly version: string;
}

/** What BuildKit's checks say of a Dockerfile. Untrusted texts. */
export interface DockerfileCheck {
  readonly warnings: readonly BuildWarning[];
  /** Why it could not be built at all, as far as that can be told without building; null where nothing is wrong. */
  readonly error: BuildWarning | null;
}

/** Letters of a Dockerfile: as many as are read of one. */
const dockerfileText = z.string().max(1_048_576);

/** The id of a build: its own of this window, or BuildKit's. */
const build = z.strictObject({ id: z.string().regex(/^[\w./-]{1,200}$/) });

/** What the window asks about builds. They go on whatever it shows. */
export const buildRequests = {
  /** Looks into a folder that was chosen, or at a Dockerfile; its own folder is meant unless another one is named. */
  'builds.look': request<BuildSource>()(
    z.strictObject({ file: chosenFileId, folder: chosenFileId.optional() }),
  ),
  /** Begins a build, and answers its id at once. */
  'builds.begin': request<string>()(buildOptions),
  /** Begins one again as it was, and answers the new one's id. Throws `invalid-argument` where a secret's text would be needed. */
  'builds.again': request<string>()(build),
  /** What the form is to begin with for the same again. */
  'builds.template': request<BuildTemplate>()(build),
  /** Ends one that is under way; one that has ended is left alone. */
  'builds.cancel': request<void>()(build),
  /** Forgets one that has ended, here and in BuildKit's history. */
  'builds.remove': request<void>()(build),
  /** Those that BuildKit remembers, the newest first, but for those that {@link buildStreams} tell of. */
  'builds.history': request<readonly Build[]>()(nothing),
  /** The text of a Dockerfile that was chosen. */
  'builds.readDockerfile': request<DockerfileText>()(z.strictObject({ file: chosenFileId })),
  /** Writes one anew, and answers its version by then; null, and nothing is written, where it is another one than was read. */
  'builds.writeDockerfile': request<string | null>()(
    z.strictObject({ file: chosenFileId, text: dockerfileText, version: z.string().max(200) }),
  ),
  /** Has BuildKit check a text as the Dockerfile of a folder, without building anything. */
  'builds.check': request<DockerfileCheck>()(
    z.strictObject({ folder: chosenFileId, text: dockerfileText, target: buildOptions.shape.target }),
  ),
  /** All that is known of one. */
  'builds.details': request<Build>()(build),
} as const;

/** What the window reads of builds. */
export const buildStreams = {
  /** Those of this window since the app was started, the oldest first: at once, and after each change. */
  'builds.follow': stream<readonly Build[]>()(nothing),
  /** The steps of one: all that there are, and then what is new, until it has ended. */
  'builds.steps': stream<BuildNews>()(build),
} as const;
