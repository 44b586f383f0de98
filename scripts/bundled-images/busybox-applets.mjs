// Which commands a busybox program holds, read from the file itself: it may be for a machine that cannot run here.

/**
 * busybox keeps the names of its applets as one sorted run of NUL-ended words that begins with "[" and "[[".
 * @param {Buffer} program
 * @returns {string[]} sorted by bytes. Throws when no such run is found.
 */
export function busyboxApplets(program) {
  const opening = Buffer.from('[\0[[\0', 'latin1');
  for (let found = program.indexOf(opening); found !== -1; found = program.indexOf(opening, found + 1)) {
    /** @type {string[]} */
    const names = [];
    let at = found;
    for (;;) {
      const end = program.indexOf(0, at);
      const name = end === -1 ? '' : program.toString('latin1', at, end);
      const previous = names.at(-1) ?? '';
      if (!/^[\w.[+-]{1,30}$/.test(name) || name <= previous) break;
      names.push(name);
      at = end + 1;
    }
    if (names.length > 20) return names;
  }
  throw new Error('No list of applets was found in the busybox program: its layout may have changed.');
}
