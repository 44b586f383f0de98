/**
 * Bytes that may wait in each direction of a relayed connection. Node's own 16 KiB stops and starts the sender at every
 * piece that it reads (64 KiB); 1 MiB brought 10 % of throughput at the same latency (docs/performance.md).
 */
export const streamBufferBytes = 1_048_576;
