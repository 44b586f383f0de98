// npm runs a script in the checkout's top folder, whatever folder its user is in.
import { StepError } from './step-error.mjs';

/**
 * The folder that `npm run slipway` was typed in; undefined where npm did not start this, and the folder is right already.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | undefined}
 */
export function callerFolder({ INIT_CWD: folder, npm_lifecycle_event: script, npm_package_name: name }) {
  // What npm sets is inherited by all that its scripts start: it holds for this script alone.
  return script === 'slipway' && name === 'slipway' && folder ? folder : undefined;
}

/**
 * Goes to the folder that the command was typed in, so that relative paths mean what its user meant. Throws a StepError when
 * that is gone: elsewhere they would mean other files.
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function goToCallerFolder(environment = process.env) {
  const folder = callerFolder(environment);
  if (folder === undefined) return;
  try {
    process.chdir(folder);
    // npm's shell has left the top folder there, which `${PWD}` of a Compose file would be.
    process.env.PWD = process.cwd();
  } catch (cause) {
    throw new StepError(
      `The folder that you are in cannot be entered: ${folder}.`,
      'Go to one that is there, and run the same command again.',
      cause,
    );
  }
}
