/** Room for at least `needed` elements with what was there: at least twice as much as before, so that growing stays cheap. */
export function grownBytes(old: Uint8Array, needed: number): Uint8Array {
  return withContent(new Uint8Array(shared(roomFor(old.length, needed))), old);
}

/** As {@link grownBytes}; shared with the worker that searches. */
export function grownSharedPlaces(old: Uint32Array, needed: number): Uint32Array {
  return withContent(new Uint32Array(shared(roomFor(old.length, needed) * 4)), old);
}

/** As {@link grownBytes}, not shared. */
export function grownPlaces(old: Uint32Array, needed: number): Uint32Array {
  return withContent(new Uint32Array(roomFor(old.length, needed)), old);
}

/** As {@link grownBytes}, not shared. */
export function grownNumbers(old: Float64Array, needed: number): Float64Array {
  return withContent(new Float64Array(roomFor(old.length, needed)), old);
}

/** The worker reads what the page writes: nothing is copied, and a worker that hangs can be ended without a loss. */
function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

function roomFor(old: number, needed: number): number {
  return Math.max(needed, old * 2);
}

function withContent<T extends Uint8Array | Uint32Array | Float64Array>(room: T, old: T): T {
  room.set(old);
  return room;
}
