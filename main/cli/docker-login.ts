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

type RunDocker = () => Promise<ProgramEnd>;

/** The part of this process that it depends on. */
type Surroundings = Pick<NodeJS.Process, 'env' | 'platform'>;

/**
 * Runs a login of docker's. Before it the keychain is made its place, where that works and the user has chosen no other; after it
 * one line says where it is kept if that is new, or if it is a file. A login that fails changes nothing.
 */
export async function runLogin(
  paths: HomePaths,
  client: DockerClient,
  run: RunDocker,
  { env, platform }: Surroundings = process,
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
  if (!isDone && config.credsStore === bundledHelper)
    await explainFailure(environment, {
      what: 'Log-ins are to be kept in the keychain of this computer, which cannot be used',
      hint: `Log in where there is one, or take "credsStore" out of ${clientConfigFile(paths)}: log-ins are then kept in that file.`,
    });
  return end;
}

/** Runs a logout of docker's, which says nothing of a login that it could not remove. */
export async function runLogout(
  paths: HomePaths,
  client: DockerClient,
  run: RunDocker,
  { env }: Surroundings = process,
): Promise<ProgramEnd> {
  const end = await run();
  const { credsStore } = await readClientConfig(paths);
  if (credsStore === bundledHelper)
    await explainFailure(withHelpers(env, client.helpers), {
      what: 'The log-in was not removed from the keychain of this computer, which cannot be used',
      hint: 'Log out again in a session of a desktop, once its keychain is unlocked.',
    });
  return end;
}

/** Docker's own words for a keychain that is not there do not say what to do. */
async function explainFailure(
  environment: NodeJS.ProcessEnv,
  { what, hint }: { readonly what: string; readonly hint: string },
): Promise<void> {
  const fault = await keychainFault(environment, never);
  if (fault !== undefined) remark(...problemLines({ message: `${what}: ${fault.why}.`, hint }));
}

function withoutHelper({ credsStore, ...rest }: ClientConfig): ClientConfig {
  return credsStore === bundledHelper || credsStore === undefined ? rest : { ...rest, credsStore };
}

async function sayingSo<T>(check: Promise<T>): Promise<T> {
  const words = 'Waiting for the keychain of this computer, which may ask to be unlocked ...';
  const timer = setTimeout(() => remark(words), silentMs);
  return check.finally(() => clearTimeout(timer));
}
