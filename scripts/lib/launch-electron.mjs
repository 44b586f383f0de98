// Launches Electron apps for Playwright to drive: in e2e/, and for the pictures.
import { _electron, errors } from 'playwright-core';

/** Milliseconds for a launch, which takes one or two here, and five on a busy machine. */
const deadlineMs = 15_000;
const mostTries = 5;

/**
 * Launches an app. Playwright attaches while the window loads its page; when the page is shown in just that moment,
 * Playwright misses it and waits for it for ever (one launch in thirty). Then the app is killed and launched anew;
 * `whenHung` is called between, to undo what the killed one has begun.
 * @param {NonNullable<Parameters<typeof _electron.launch>[0]>} options
 * @param {() => Promise<unknown>} whenHung
 */
export async function launchElectron(options, whenHung = async () => undefined) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await _electron.launch({ ...options, timeout: deadlineMs });
    } catch (error) {
      if (attempt === mostTries || !(error instanceof errors.TimeoutError)) throw error;
      console.warn(`The window did not come within ${deadlineMs / 1000} s; it is launched again.`);
      await whenHung();
    }
  }
}
