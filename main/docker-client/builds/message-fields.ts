// Fields of protobuf's messages, by their numbers.
import protobuf from 'protobufjs/minimal.js';

type Reader = protobuf.Reader;

/** A `google.protobuf.Timestamp` in milliseconds since 1970. */
export function readTime(message: Uint8Array): number {
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

/** An entry of a map of texts. */
export function readEntry(message: Uint8Array): { readonly key: string; readonly value: string } {
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

/** Of the wire's kinds of values those that are used. */
export const varint = 0;
/** See {@link varint}. */
export const bytes = 2;

/** What stands before a field's value. */
export function tag(field: number, wire: number): number {
  return field * 8 + wire;
}

/** Reads the fields of a message that are named by their numbers. */
export function fields(take: Readonly<Record<number, (reader: Reader) => unknown>>) {
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

/** What was read of a message; for one that is none, a `SyntaxError`, which the engine's calls have words for. */
export function understood<T>(read: (message: Uint8Array) => T, message: Uint8Array): T {
  try {
    return read(message);
  } catch (cause) {
    throw new SyntaxError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
