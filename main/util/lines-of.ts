/**
 * The lines of a stream, each once it has ended; what comes after the last line end is none. A line may be as long as it
 * likes: each piece is looked through once.
 */
export async function* linesOf(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let begun: string[] = [];
  for await (const piece of pieces) {
    const text = piece.toString();
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const rest = text.slice(from, end);
      yield begun.length === 0 ? rest : begun.join('') + rest;
      begun = [];
      from = end + 1;
    }
    if (from < text.length) begun.push(text.slice(from));
  }
}
