import type { Socket } from 'node:net';

/** A piece of the engine's answer to a request. */
export interface AnswerPiece {
  /** Such as `GET /containers/json`. */
  readonly request: string;
  /** Tells one request from the next of the same kind. */
  readonly serial: number;
  /** When it came, by `performance.now()`. */
  readonly at: number;
}

let nextSerial = 0;

/** Tells what goes through a connection to the engine, which is left as it is. */
export function hearAnswers(stream: Socket, hear: (piece: AnswerPiece) => void): Socket {
  let request = '';
  let serial = 0;
  const write = stream.write.bind(stream);
  stream.write = ((piece: Uint8Array | string, ...rest: []) => {
    const line = /^([A-Z]+ [^ ?]+)\S* HTTP/.exec(piece.toString().slice(0, 1_000))?.[1];
    if (line !== undefined) {
      request = line;
      serial = nextSerial++;
    }
    return write(piece, ...rest);
  }) as typeof stream.write;
  stream.on('data', () => hear({ request, serial, at: performance.now() }));
  return stream;
}
