import type { LogLines } from '../../../main/contract/engine/logs.ts';

/** Lines in one piece of the stream when they come as fast as they can: about 256 KiB of text. */
const linesOfPiece = 2_500;

/** Lines of a web server's log, in pieces as the stream brings them; every thousandth is an error. */
export function logPieces(lines: number, isColoured: boolean): readonly LogLines[] {
  return Array.from({ length: lines / linesOfPiece }, (_, piece) => {
    const text = Array.from({ length: linesOfPiece }, (_line, index) =>
      lineOf(piece * linesOfPiece + index, isColoured),
    );
    return {
      kind: 'lines',
      bytes: new TextEncoder().encode(text.join('')),
      times: Float64Array.from(text, (_line, index) => 1.7e12 + piece * linesOfPiece + index),
      origins: Uint32Array.from(text, (_line, index) => (index % 8) * 2),
      cuts: [],
    };
  });
}

function lineOf(number: number, isColoured: boolean): string {
  const method = isColoured ? '\u001b[32mGET\u001b[0m' : 'GET';
  const code = number % 1_000 === 7 ? 502 : 200;
  return `10.0.2.${number % 255} - - [31/Jan/2026:09:05:00 +0000] "${method} /assets/item-${number}.css HTTP/1.1" ${code} ${number % 40_000}\n`;
}
