// A process that is the relay at docker.sock and nothing else. Called with the socket to listen at and the one to lead to;
// listens until it is ended.
import { Socket } from 'node:net';
import { startRelay } from '../../../main/forward/relay.ts';
import { streamBufferBytes } from '../../../main/util/stream-buffer.ts';

const [socket = '', upstream = ''] = process.argv.slice(2);
// As main/vm/drivers/qemu opens QEMU's forward.
const options = { allowHalfOpen: true, highWaterMark: streamBufferBytes };
await startRelay(socket, async () => new Socket(options).connect(upstream));
