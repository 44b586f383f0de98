// The numbers are those of google/rpc/status.proto; what each detail is called and how it is written, those of BuildKit's util/grpcerrors.
import { z } from 'zod';
import type { FailedLines } from '../../contract/builds.ts';
import { fields } from './message-fields.ts';
import { type MeantLines, surroundLines } from './surround-lines.ts';

/** Letters of where BuildKit was when a build failed that are passed on, and most frames that are read for these. */
const longestStack = 20_000;
const mostFrames = 200;

/** Most details that are read, and marked places of one. */
const mostDetails = 100;
const mostRanges = 1_000;

const sourceType = 'github.com/moby/buildkit/errdefs.Source+json';
const stackType = 'github.com/moby/buildkit/stack.Stack+json';

/** What is kept of why a build has failed, beside the words. Untrusted texts. */
export interface BuildErrorDetails {
  /** At which lines of its Dockerfile; null where it is about none. */
  readonly lines: FailedLines | null;
  /** Where BuildKit was, a line for each frame; may be empty. */
  readonly stack: string;
}

const position = z.object({ line: z.number().int().default(0) });

/** BuildKit's `errdefs.Source`. */
const sourceSchema = z.object({
  info: z.object({ filename: z.string().default(''), data: z.base64().default('') }),
  ranges: z.array(z.object({ start: position, end: position.nullish() })).default([]),
});

/** BuildKit's `stack.Stack`. */
const stackSchema = z.object({
  frames: z
    .array(
      z.object({ Name: z.string().default(''), File: z.string().default(''), Line: z.number().default(0) }),
    )
    .default([]),
});

/** Reads a `google.rpc.Status` as BuildKit keeps it. Details that are not known are passed over. Throws for what is none. */
export function readErrorDetails(status: Uint8Array): BuildErrorDetails {
  let lines: FailedLines | null = null;
  const frames: string[] = [];
  let left = mostDetails;
  fields({
    3: (reader) => {
      const detail = reader.bytes();
      if (left === 0) return;
      left -= 1;
      const { type, value } = readDetail(detail);
      // The first is about the step itself; those behind it are about what the step is part of.
      if (type === sourceType) lines ??= readSource(value);
      if (type === stackType && frames.length < mostFrames) frames.push(...readStack(value));
    },
  })(status);
  return { lines, stack: frames.slice(0, mostFrames).join('\n').slice(0, longestStack) };
}

/** A `google.protobuf.Any`. */
function readDetail(message: Uint8Array): { readonly type: string; readonly value: Uint8Array } {
  let type = '';
  let value = new Uint8Array();
  fields({
    1: (reader) => {
      type = reader.string();
    },
    2: (reader) => {
      value = Uint8Array.from(reader.bytes());
    },
  })(message);
  return { type, value };
}

function readSource(json: Uint8Array): FailedLines | null {
  const { success, data } = sourceSchema.safeParse(parsed(json));
  if (!success) return null;
  const meant: readonly MeantLines[] = data.ranges
    .slice(0, mostRanges)
    .map(({ start, end }) => ({ from: start.line, to: Math.max(start.line, end?.line ?? 0) }));
  const text = Buffer.from(data.info.data, 'base64').toString('utf8');
  return surroundLines(data.info.filename, text, meant);
}

function readStack(json: Uint8Array): readonly string[] {
  const { success, data } = stackSchema.safeParse(parsed(json));
  if (!success) return [];
  return data.frames.slice(0, mostFrames).map(({ Name, File, Line }) => `${Name} (${File}:${Line})`);
}

function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(json).toString('utf8'));
  } catch {
    return undefined;
  }
}
