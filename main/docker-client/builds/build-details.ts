import { isAbsolute, posix, relative } from 'node:path';
import { z } from 'zod';
import type { Build, BuildDescription, BuildKept, BuildState } from '../../contract/builds.ts';
import type { BuildErrorDetails } from './build-error.ts';
import { buildFailure } from './build-failure.ts';
import { type BuildNotes, buildName, nameOr } from './build-name.ts';
import type { HistoryEvent } from './control-messages.ts';
import type { Provenance } from './provenance.ts';
import type { Descriptor, HistoryRecord } from './record-messages.ts';
import { printedLines } from './surround-lines.ts';

/** Most entries of one list that are told of. */
const mostEntries = 200;

/** gRPC's status for what was cancelled. */
const cancelled = 1;

/** The frontend is told arguments under their names behind this. */
const argument = 'build-arg:';

/** What is told of elsewhere on a build's page, or to nobody but the frontend. */
const shownOtherwise = [
  ...['context', 'filename', 'target', 'platform', 'image-resolve-mode', 'frontend.caps'],
  ...['vcs:source', 'vcs:revision', 'vcs:localdir:context', 'vcs:localdir:dockerfile'],
];

/** What of a build's record is kept apart from it. */
export interface KeptApart {
  /** Null where there is nothing or it could not be read. */
  readonly error: BuildErrorDetails | null;
  readonly provenances: readonly Provenance[];
  /** What could not be read, each with why. */
  readonly missing: BuildKept['missing'];
}

/** All that is known of a build that BuildKit remembers. `id`: what it is asked for by. */
export function describeBuild(
  id: string,
  event: HistoryEvent,
  record: HistoryRecord,
  notes: BuildNotes | undefined,
  apart: KeptApart,
): Build {
  const name = nameOr(buildName(Object.fromEntries(record.attributes), notes), id);
  const { createdAt, completedAt, steps } = event;
  return {
    ...{ id, ref: id, name, isOurs: false, steps },
    ...{ startedAt: Math.trunc(createdAt), endedAt: completedAt && Math.trunc(completedAt) },
    state: stateOf(name, event, record, apart.error),
    description: descriptionOf(record, notes, apart),
    kept: keptOf(record, apart),
  };
}

function stateOf(
  name: string,
  { kind, error }: HistoryEvent,
  record: HistoryRecord,
  details: BuildErrorDetails | null,
): BuildState {
  if (kind === 'started') return { kind: 'running' };
  if (error === null) return { kind: 'done', image: imageOf(record) };
  if (error === cancelled) return { kind: 'cancelled' };
  const lines = details?.lines ?? null;
  const printed = lines === null ? '' : `${printedLines(lines)}\n`;
  const failure = buildFailure(name, `${printed}ERROR: ${record.error}`);
  const stack = details === null || details.stack === '' ? '' : `\n\n${details.stack}`;
  return { kind: 'failed', failure: { ...failure, detail: `${failure.detail}${stack}` }, lines };
}

/** The id of the image that it has made. */
function imageOf({ answers, results }: HistoryRecord): string | null {
  const answered = answers.get('containerimage.config.digest') ?? answers.get('containerimage.digest');
  if (answered !== undefined) return answered;
  const [output] = results.flatMap(({ outputs }) => outputs);
  return output !== undefined && /\bimage\b|\bmanifest\b/.test(output.mediaType) ? output.digest : null;
}

function descriptionOf(
  { attributes, exporters }: HistoryRecord,
  notes: BuildNotes | undefined,
  { provenances }: KeptApart,
): BuildDescription {
  const told = (name: string) => attributes.get(name) ?? '';
  const secrets = new Set(provenances.flatMap((one) => one.secrets));
  const tags = exporters.flatMap((exporter) => exporter.get('name')?.split(',') ?? []);
  return {
    folder: notedPath(notes?.LocalPath) || told('context'),
    dockerfile: dockerfileOf(attributes, notes),
    target: told('target'),
    arguments: sortedPairs(
      [...attributes].flatMap(([name, value]) =>
        name.startsWith(argument) ? [{ name: name.slice(argument.length), value }] : [],
      ),
    ),
    platform: told('platform'),
    tags: tags.filter(Boolean).slice(0, mostEntries),
    // With stages after it, it is about these alone.
    isWithoutCache: attributes.get('no-cache') === '',
    isPulling: told('image-resolve-mode') === 'pull',
    secrets: [...secrets].slice(0, mostEntries).map((secret) => ({ id: secret, from: null })),
  };
}

/** Within its folder as it is called there. */
function dockerfileOf(attributes: HistoryRecord['attributes'], notes: BuildNotes | undefined): string {
  const [folder, file] = [notedPath(notes?.LocalPath), notedPath(notes?.DockerfilePath)];
  if (file === '')
    return posix.join(attributes.get('vcs:localdir:dockerfile') ?? '', attributes.get('filename') ?? '');
  if (folder === '' || !isAbsolute(file)) return file;
  const inside = relative(folder, file);
  return /^\.\.(?:[\\/]|$)/.test(inside) || isAbsolute(inside) ? file : inside;
}

/** What buildx notes as `-` came from its standard input. */
function notedPath(path = ''): string {
  return path === '-' ? '' : path;
}

function keptOf(record: HistoryRecord, { provenances, missing }: KeptApart): BuildKept {
  const { attributes, results } = record;
  const options = [...attributes]
    .map(([name, value]) => ({ name, value }))
    .filter(
      ({ name, value }) =>
        !shownOtherwise.includes(name) &&
        !name.startsWith(argument) &&
        !(name === 'no-cache' && value === ''),
    );
  const materials = new Map(
    provenances.flatMap((one) => one.materials).map((one) => [`${one.address} ${one.digest}`, one]),
  );
  const attachments = results.flatMap(({ platform, outputs, attestations }) =>
    [...outputs, ...attestations].map((one) => ({
      ...{ kind: kindOf(one), digest: one.digest, bytes: one.bytes, platform },
    })),
  );
  return {
    options: sortedPairs(options),
    repository: attributes.get('vcs:source') ?? '',
    commit: attributes.get('vcs:revision') ?? '',
    platforms: platformsOf(record).slice(0, mostEntries),
    materials: [...materials.values()].slice(0, mostEntries),
    attachments: attachments.slice(0, mostEntries),
    missing,
  };
}

/** What something is: of an attestation, what it attests. */
export function kindOf({ annotations, mediaType }: Descriptor): string {
  return annotations.get('in-toto.io/predicate-type') ?? mediaType;
}

function platformsOf({ results, answers }: HistoryRecord): readonly string[] {
  const named = results.map(({ platform }) => platform).filter(Boolean);
  if (named.length > 0) return named;
  return exportedPlatforms(answers.get('refs.platforms') ?? '');
}

const exported = z.object({ Platforms: z.array(z.object({ ID: z.string().max(200) })) });

/** The platforms of what the exporters were given, as BuildKit writes them among what these answer. */
function exportedPlatforms(json: string): readonly string[] {
  try {
    return exported.parse(JSON.parse(json)).Platforms.map(({ ID }) => ID);
  } catch {
    return [];
  }
}

/** As many as are told of, in the order of their names. */
function sortedPairs(pairs: BuildDescription['arguments']): BuildDescription['arguments'] {
  return pairs.toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, mostEntries);
}
