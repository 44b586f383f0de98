// The numbers are those of BuildKit's api/services/control/control.proto and solver/pb/ops.proto; what is not named is passed over.
import protobuf from 'protobufjs/minimal.js';
import type { StepCounts } from '../../contract/builds.ts';
import { bytes, fields, readEntry, readTime, tag, varint } from './message-fields.ts';

/** What is asked of BuildKit's history. */
export interface HistoryRequest {
  /** The build that is looked for; all of them without. */
  readonly ref?: string;
  /** Whether the answer ends with what there is; otherwise it goes on with what changes. */
  readonly endsEarly?: boolean;
}

/** What BuildKit's history tells of a build. */
export interface HistoryEvent {
  readonly kind: 'started' | 'complete' | 'deleted';
  /** BuildKit's name for the build. */
  readonly ref: string;
  /** Milliseconds since 1970, with what there is of a fraction. */
  readonly createdAt: number;
  /** The same; null for one that goes on. */
  readonly completedAt: number | null;
  /** What its frontend was told, such as `target`: of these what a build can be called by. Untrusted. */
  readonly attributes: Readonly<Record<string, string>>;
  /** gRPC's status of what it has failed by; null for one that has not. */
  readonly error: number | null;
  readonly steps: StepCounts;
}

/** What a build can be called by. */
const naming = [
  'build-arg:BUILDKIT_BUILD_NAME',
  'context',
  'target',
  'filename',
  'vcs:localdir:context',
  'vcs:localdir:dockerfile',
  'vcs:source',
];

const kinds: readonly HistoryEvent['kind'][] = ['started', 'complete', 'deleted'];

/** A `BuildHistoryRequest`. */
export function writeHistoryRequest({ ref = '', endsEarly = false }: HistoryRequest): Uint8Array {
  const writer = protobuf.Writer.create();
  if (ref !== '') writer.uint32(tag(2, bytes)).string(ref);
  if (endsEarly) writer.uint32(tag(3, varint)).bool(true);
  return writer.finish();
}

/** An `UpdateBuildHistoryRequest` that has a build forgotten. */
export function writeDeleteRequest(ref: string): Uint8Array {
  return protobuf.Writer.create()
    .uint32(tag(1, bytes))
    .string(ref)
    .uint32(tag(3, varint))
    .bool(true)
    .finish();
}

/** Reads a `BuildHistoryEvent`; undefined for one of a kind that is not known. Throws for what is none. */
export function readHistoryEvent(message: Uint8Array): HistoryEvent | undefined {
  let kind = 0;
  let record: Omit<HistoryEvent, 'kind'> | undefined;
  fields({
    1: (reader) => {
      kind = reader.int32();
    },
    2: (reader) => {
      record = readRecord(reader.bytes());
    },
  })(message);
  const known = kinds[kind];
  return known && { kind: known, ...(record ?? readRecord(new Uint8Array())) };
}

/** A `BuildHistoryRecord`. */
function readRecord(message: Uint8Array): Omit<HistoryEvent, 'kind'> {
  const attributes: Record<string, string> = {};
  const steps = { all: 0, ended: 0, cached: 0 };
  let [ref, createdAt] = ['', 0];
  let completedAt: number | null = null;
  let error: number | null = null;
  fields({
    1: (reader) => {
      ref = reader.string();
    },
    3: (reader) => {
      const { key, value } = readEntry(reader.bytes());
      if (naming.includes(key)) attributes[key] = value;
    },
    5: (reader) => {
      error = readCode(reader.bytes());
    },
    6: (reader) => {
      createdAt = readTime(reader.bytes());
    },
    7: (reader) => {
      completedAt = readTime(reader.bytes());
    },
    15: (reader) => {
      steps.cached = reader.int32();
    },
    16: (reader) => {
      steps.all = reader.int32();
    },
    17: (reader) => {
      steps.ended = reader.int32();
    },
  })(message);
  return { ref, createdAt, completedAt, attributes, error, steps };
}

/** The code of a `google.rpc.Status`. */
function readCode(message: Uint8Array): number {
  let code = 0;
  fields({
    1: (reader) => {
      code = reader.int32();
    },
  })(message);
  return code;
}
