import { checkKeychain, keychainFault } from '../docker-client/check-keychain.ts';
import {
  type ClientConfig,
  changeClientConfig,
  clientConfigFile,
  readClientConfig,
} from '../docker-client/client-config.ts';
import { bundledHelper, withHelpers } from '../docker-client/helper-path.ts';
import type { DockerClient } from '../docker-client/locate-client.ts';
import { findLoginPlace, keepsLogins } from '../docker-client/login-place.ts';
import type { ProgramEnd } from '../docker-client/run-client.ts';
import type { HomePaths } from '../home/paths.ts';
import { problemLines } from '../util/failure-lines.ts';
import { never } from '../util/wait.ts';
import { remark } from './print.ts';

/** Milliseconds after which it is said what is waited for. */
const silentMs = 2_000;

/**
 * Runs a login of docker's. Before it the keychain is made its place, where that works and the user has chosen no other; after it
 * one line says where it is kept if that is new, or if it is a file. A login that fails changes nothing.
 */
export async function withLoginPlace(
  paths: HomePaths,
  client: DockerClient,
  run: () => Promise<ProgramEnd>,
  { env, platform }: Pick<NodeJS.Process, 'env' | 'platform'> = process,
): Promise<ProgramEnd> {
  const environment = withHelpers(env, client.helpers);
  const config = await readClientConfig(paths);
  const place = await findLoginPlace({
    config,
    path: env.PATH ?? '',
    platform,
    isBundled: client.helpers !== undefined,
    checkKeychain: () => sayingSo(checkKeychain(environment, never)),
  });
  if (place.kind === 'keychain')
    await changeClientConfig(paths, (found) => ({ ...found, credsStore: bundledHelper }));
  let end: ProgramEnd;
  let isDone = false;
  try {
    end = await run();
    isDone = end.kind === 'code' && end.code === 0;
  } finally {
    if (!isDone && place.kind === 'keychain') await changeClientConfig(paths, withoutHelper);
  }
  if (isDone && place.kind === 'keychain') remark('The log-in is kept in the keychain of this computer.');
  if (isDone && place.kind === 'file' && keepsLogins(await readClientConfig(paths)))
    remark(
      ...problemLines({
        message: `The log-in is kept in ${clientConfigFile(paths)} and not in the keychain: ${place.why}.`,
        hint: place.hint,
      }),
    );
  if (!isDone && config.credsStore === bundledHelper) await explainFailure(paths, environment);
  return end;
}

/** Docker's own words for a keychain that is not there do not say what to do. */
async function explainFailure(paths: HomePaths, environment: NodeJS.ProcessEnv): Promise<void> {
  const fault = await keychainFault(environment, never);
  if (fault === undefined) return;
  const message = `Log-ins are to be kept in the keychain of this computer, which cannot be used: ${fault.why}.`;
  const hint = `Log in where there is one, or take "credsStore" out of ${clientConfigFile(paths)}: log-ins are then kept in that file.`;
  remark(...problemLines({ message, hint }));
}

function withoutHelper({ credsStore, ...rest }: ClientConfig): ClientConfig {
  return credsStore === bundledHelper || credsStore === undefined ? rest : { ...rest, credsStore };
}

async function sayingSo<T>(check: Promise<T>): Promise<T> {
  const words = 'Waiting for the keychain of this computer, which may ask to be unlocked ...';
  const timer = setTimeout(() => remark(words), silentMs);
  return check.finally(() => clearTimeout(timer));
}
