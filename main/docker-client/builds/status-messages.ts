// The numbers are those of BuildKit's api/services/control/control.proto and solver/pb/ops.proto; what is not named is passed over.
import protobuf from 'protobufjs/minimal.js';
import { bytes, fields, readTime, tag } from './message-fields.ts';
import type { SolveStatus } from './solve-status.ts';

/** A `StatusRequest`. */
export function writeStatusRequest(ref: string): Uint8Array {
  return protobuf.Writer.create().uint32(tag(1, bytes)).string(ref).finish();
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
