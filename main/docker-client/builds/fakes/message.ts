import protobuf from 'protobufjs/minimal.js';

/** The number of a field, and its value: a text, a message or bytes, or a number. */
export type MessageField = readonly [number, number | string | Uint8Array];

/** The bytes of a message whose fields are values, texts, bytes or messages themselves. */
export function message(...fields: readonly MessageField[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [field, value] of fields) {
    writer.uint32(field * 8 + (typeof value === 'number' ? 0 : 2));
    if (typeof value === 'number') writer.int64(value);
    else if (typeof value === 'string') writer.string(value);
    else writer.bytes(value);
  }
  return writer.finish();
}
