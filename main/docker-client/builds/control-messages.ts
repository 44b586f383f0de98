// The numbers are those of BuildKit's api/services/control/control.proto and solver/pb/ops.proto; what is not named is passed over.
import protobuf from 'protobufjs/minimal.js';
import type { StepCounts } from '../../contract/builds.ts';
import type { SolveStatus } from './solve-status.ts';

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

type Reader = protobuf.Reader;

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

/** A `StatusRequest`. */
export function writeStatusRequest(ref: string): Uint8Array {
  return protobuf.Writer.create().uint32(tag(1, bytes)).string(ref).finish();
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

/** An entry of a map of texts. */
function readEntry(message: Uint8Array): { readonly key: string; readonly value: string } {
  let [key, value] = ['', ''];
  fields({
    1: (reader) => {
      key = reader.string();
    },
    2: (reader) => {
      value = reader.string();
    },
  })(message);
  return { key, value };
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

/** Reads a `StatusResponse`. Throws for what is none. */
export function readStatusResponse(message: Uint8Array): SolveStatus {
  const vertexes: NonNullable<SolveStatus['vertexes']> = [];
  const statuses: NonNullable<SolveStatus['statuses']> = [];
  const logs: NonNullable<SolveStatus['logs']> = [];
  const warnings: NonNullable<SolveStatus['warnings']> = [];
  fields({
    1: (reader) => vertexes.push(readVertex(reader.bytes())),
    2: (reader) => statuses.push(readStatus(reader.bytes())),
    3: (reader) => logs.push(readLog(reader.bytes())),
    4: (reader) => warnings.push(readWarning(reader.bytes())),
  })(message);
  return { vertexes, statuses, logs, warnings };
}

type Vertex = NonNullable<SolveStatus['vertexes']>[number];
type Status = NonNullable<SolveStatus['statuses']>[number];
type Log = NonNullable<SolveStatus['logs']>[number];
type Warning = NonNullable<SolveStatus['warnings']>[number];
type Range = NonNullable<Warning['range']>[number];

function readVertex(message: Uint8Array): Vertex {
  const vertex: Vertex = { digest: '', name: '', cached: false, error: '' };
  fields({
    1: (reader) => {
      vertex.digest = reader.string();
    },
    3: (reader) => {
      vertex.name = reader.string();
    },
    4: (reader) => {
      vertex.cached = reader.bool();
    },
    5: (reader) => {
      vertex.started = Math.trunc(readTime(reader.bytes()));
    },
    6: (reader) => {
      vertex.completed = Math.trunc(readTime(reader.bytes()));
    },
    7: (reader) => {
      vertex.error = reader.string();
    },
  })(message);
  return vertex;
}

function readStatus(message: Uint8Array): Status {
  const status: Status = { id: '', vertex: '', name: '', current: 0, total: 0 };
  fields({
    1: (reader) => {
      status.id = reader.string();
    },
    2: (reader) => {
      status.vertex = reader.string();
    },
    3: (reader) => {
      status.name = reader.string();
    },
    4: (reader) => {
      status.current = Number(reader.int64());
    },
    5: (reader) => {
      status.total = Number(reader.int64());
    },
    8: (reader) => {
      status.completed = Math.trunc(readTime(reader.bytes()));
    },
  })(message);
  return status;
}

function readLog(message: Uint8Array): Log {
  const log: Log = { vertex: '', data: Buffer.alloc(0) };
  fields({
    1: (reader) => {
      log.vertex = reader.string();
    },
    4: (reader) => {
      log.data = Buffer.from(reader.bytes());
    },
  })(message);
  return log;
}

function readWarning(message: Uint8Array): Warning {
  const detail: Buffer<ArrayBuffer>[] = [];
  const range: Range[] = [];
  const warning: Warning = { short: Buffer.alloc(0), detail, range };
  fields({
    3: (reader) => {
      warning.short = Buffer.from(reader.bytes());
    },
    4: (reader) => detail.push(Buffer.from(reader.bytes())),
    7: (reader) => range.push(readRange(reader.bytes())),
  })(message);
  return warning;
}

function readRange(message: Uint8Array): Range {
  const range: Range = {};
  fields({
    1: (reader) => {
      range.start = readPosition(reader.bytes());
    },
    2: (reader) => {
      range.end = readPosition(reader.bytes());
    },
  })(message);
  return range;
}

function readPosition(message: Uint8Array): { line: number } {
  const position = { line: 0 };
  fields({
    1: (reader) => {
      position.line = reader.int32();
    },
  })(message);
  return position;
}

/** A `google.protobuf.Timestamp` in milliseconds since 1970. */
function readTime(message: Uint8Array): number {
  let seconds = 0;
  let nanoseconds = 0;
  fields({
    1: (reader) => {
      seconds = Number(reader.int64());
    },
    2: (reader) => {
      nanoseconds = reader.int32();
    },
  })(message);
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

/** Of the wire's kinds of values those that are used. */
const varint = 0;
const bytes = 2;

function tag(field: number, wire: number): number {
  return field * 8 + wire;
}

/** Reads the fields of a message that are named by their numbers. */
function fields(take: Readonly<Record<number, (reader: Reader) => unknown>>) {
  return (message: Uint8Array): void => {
    const reader = protobuf.Reader.create(message);
    while (reader.pos < reader.len) {
      const next = reader.uint32();
      const read = take[next >>> 3];
      if (read === undefined) reader.skipType(next & 7);
      else read(reader);
    }
  };
}
