import type { BuildNews, BuildStep, BuildWarning, StepCounts } from '../../contract/builds.ts';
import { keepOutput } from './keep-output.ts';
import type { SolveStatus } from './solve-status.ts';

/** Most steps and warnings of one build that are kept: what has more comes from somebody who wants to fill the memory. */
const mostSteps = 5_000;
const mostWarnings = 500;

/** Letters of a name or a reason that are kept. */
const longestText = 20_000;

/** The steps of a build, as BuildKit tells of them message by message. */
export interface StepFold {
  /** Takes in a message. */
  hear(status: SolveStatus): void;
  /** Nothing more comes: what still runs was cancelled. */
  end(): void;
  counts(): StepCounts;
  /** Answers at each call what is new since the call before; null when there is nothing. */
  reader(): () => BuildNews | null;
}

interface Entry {
  step: BuildStep;
  /** Of which change it is. */
  version: number;
  /** What moves in it, by BuildKit's ids. */
  readonly moved: Map<string, { readonly bytes: number; readonly of: number }>;
}

/** Nothing heard yet. */
export function foldSteps(): StepFold {
  const entries = new Map<string, Entry>();
  const output = keepOutput();
  const warnings: BuildWarning[] = [];
  let version = 0;

  const set = (entry: Entry, news: Partial<BuildStep>) => {
    version += 1;
    entry.version = version;
    entry.step = { ...entry.step, ...news };
  };

  const hearVertex = (vertex: NonNullable<SolveStatus['vertexes']>[number]) => {
    let entry = entries.get(vertex.digest);
    if (entry === undefined) {
      if (entries.size >= mostSteps) return;
      const name = vertex.name.slice(0, longestText);
      entry = { step: { ...unknown, id: vertex.digest, name }, version: 0, moved: new Map() };
      entries.set(vertex.digest, entry);
    }
    // A step may be told of several times, and by several clients: it has begun when it began first.
    const startedAt = entry.step.startedAt ?? vertex.started ?? null;
    const endedAt = vertex.completed ?? null;
    const failure = vertex.error.slice(0, longestText);
    const isCached = vertex.cached || (entry.step.state === 'cached' && failure === '');
    set(entry, { startedAt, endedAt, failure, state: stateOf({ startedAt, endedAt, failure, isCached }) });
  };

  const hearStatus = ({ vertex, ...status }: NonNullable<SolveStatus['statuses']>[number]) => {
    const entry = entries.get(vertex);
    if (entry === undefined) return;
    if (status.total > 0 || status.current > 0)
      entry.moved.set(status.id, { bytes: status.current, of: status.total });
    const parts = [...entry.moved.values()];
    const isKnown = parts.length > 0 && parts.every(({ of }) => of > 0);
    set(entry, {
      note: (status.name || status.id).slice(0, longestText),
      bytes: parts.length === 0 ? null : parts.reduce((sum, part) => sum + part.bytes, 0),
      of: isKnown ? parts.reduce((sum, part) => sum + part.of, 0) : null,
    });
  };

  return {
    hear(status) {
      for (const vertex of status.vertexes ?? []) hearVertex(vertex);
      for (const one of status.statuses ?? []) hearStatus(one);
      for (const { vertex, data } of status.logs ?? []) if (entries.has(vertex)) output.add(vertex, data);
      for (const warning of status.warnings ?? [])
        if (warnings.length < mostWarnings) warnings.push(readWarning(warning));
    },
    end() {
      for (const entry of entries.values())
        if (entry.step.state === 'running') set(entry, { state: 'cancelled' });
    },
    counts() {
      const states = [...entries.values()].map(({ step }) => step.state);
      const count = (...wanted: readonly BuildStep['state'][]) =>
        states.filter((state) => wanted.includes(state)).length;
      return { all: states.length, ended: count('done', 'cached', 'failed'), cached: count('cached') };
    },
    reader() {
      let seen = 0;
      let told = 0;
      const readOutput = output.reader();
      return () => {
        const steps = [...entries.values()].filter((entry) => entry.version > seen).map(({ step }) => step);
        const written = readOutput();
        const hasWarnings = warnings.length > told;
        seen = version;
        told = warnings.length;
        if (steps.length === 0 && written.length === 0 && !hasWarnings) return null;
        return { steps, output: written, warnings: hasWarnings ? [...warnings] : null };
      };
    },
  };
}

const unknown: Omit<BuildStep, 'id' | 'name'> = {
  ...{ state: 'waiting', startedAt: null, endedAt: null },
  ...{ bytes: null, of: null, note: '', failure: '' },
};

function stateOf(told: {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failure: string;
  readonly isCached: boolean;
}): BuildStep['state'] {
  // BuildKit says so of whatever ran beside a step that has failed, too.
  if (/context canceled\b|^canceled\b/i.test(told.failure)) return 'cancelled';
  if (told.failure !== '') return 'failed';
  if (told.isCached) return 'cached';
  if (told.endedAt !== null) return 'done';
  return told.startedAt === null ? 'waiting' : 'running';
}

function readWarning({ short, detail, range }: NonNullable<SolveStatus['warnings']>[number]): BuildWarning {
  const [first] = range ?? [];
  const from = first?.start?.line ?? 0;
  return {
    text: short.toString('utf8').slice(0, longestText),
    detail: (detail ?? [])
      .map((part) => part.toString('utf8'))
      .join('\n')
      .slice(0, longestText),
    from: from > 0 ? from : null,
    to: from > 0 ? Math.max(from, first?.end?.line ?? from) : null,
  };
}
