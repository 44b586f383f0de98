// Progress of a build step on standard error: one line per thing done, so that logs stay readable too.

/**
 * Gives a function that prints each new message once, with the seconds since the start.
 * @param {string} title
 * @returns {(progress: import('./debian.mjs').Progress) => void}
 */
export function printProgress(title) {
  const start = Date.now();
  let last = '';
  return ({ message }) => {
    if (message === last) return;
    last = message;
    process.stderr.write(
      `[${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s] ${title}: ${message}\n`,
    );
  };
}
