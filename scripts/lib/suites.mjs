// The Debian suites that everything is built from, in one place.

/** @type {readonly import('./debian.mjs').Suite[]} the stable base and its updates */
export const stableSuites = Object.freeze([
  { name: 'trixie' },
  { name: 'trixie-updates' },
  { name: 'trixie-security', security: true },
]);

/**
 * Where the engine and its client come from. A testing suite's index can be past its date when a mirror lags behind; its
 * signatures are checked all the same.
 * @type {import('./debian.mjs').Suite}
 */
export const engineSuite = Object.freeze({ name: 'forky', mayBeStale: true });

/**
 * Where QEMU comes from.
 * @type {import('./debian.mjs').Suite}
 */
export const emulatorSuite = Object.freeze({ name: 'trixie-backports' });
