/**
 * The lines of a container's log as the engine sends it: pieces with eight bytes before each, which say how long it is; or as
 * they are, from one with a terminal.
 */
export function visibleLines(log: Buffer): string {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at + 8 <= log.length && (log[at] ?? 0) <= 2 && log.readUIntBE(at + 1, 3) === 0) {
    const length = log.readUInt32BE(at + 4);
    pieces.push(log.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return (pieces.length === 0 ? log : Buffer.concat(pieces)).toString('utf8').trimEnd();
}
