import { StringDecoder } from 'node:string_decoder';

/** Takes pieces of a text and tells its lines. */
export interface BoundedLines {
  push(piece: Uint8Array): void;
  /** Tells what came after the last line end, if anything. */
  end(): void;
}

/**
 * Tells each line once it has ended, without its line end. Of a longer one than `longest` characters the rest is left out as it
 * comes: a program that never ends its line takes no memory.
 */
export function boundedLines(longest: number, tell: (line: string) => void): BoundedLines {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  let hasBegun = false;
  const take = (text: string) => {
    begun += text.slice(0, longest - begun.length);
    hasBegun ||= text !== '';
  };
  const finish = () => {
    tell(begun.endsWith('\r') ? begun.slice(0, -1) : begun);
    begun = '';
    hasBegun = false;
  };
  const read = (text: string) => {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      take(text.slice(from, end));
      finish();
      from = end + 1;
    }
    take(text.slice(from));
  };
  return {
    push: (piece) => read(decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))),
    end() {
      read(decoder.end());
      if (hasBegun) finish();
    },
  };
}
