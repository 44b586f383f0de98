// A process that answers `/_ping` as the engine does, and `/BYTES` with so many bytes: what is behind the relay when there
// is no VM. Called with the socket to listen at; listens until it is ended.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';

const [socket = ''] = process.argv.slice(2);
const piece = Buffer.alloc(1_000_000, 'slipway');

createServer((request, response) => {
  if (request.url === '/_ping') return void response.end('OK');
  const bytes = Number(request.url?.slice(1));
  response.setHeader('Content-Length', bytes);
  Readable.from(
    (function* () {
      for (let count = 0; count < bytes / piece.length; count++) yield piece;
    })(),
  ).pipe(response);
}).listen(socket);
