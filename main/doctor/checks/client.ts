import { homedir } from 'node:os';
import { join } from 'node:path';
import { keychainFault } from '../../docker-client/check-keychain.ts';
import { readClientConfig } from '../../docker-client/client-config.ts';
import { dockerHost } from '../../docker-client/client-environment.ts';
import { contextName } from '../../docker-client/context.ts';
import { contextCommands } from '../../docker-client/context-commands.ts';
import { bundledHelper, withHelpers } from '../../docker-client/helper-path.ts';
import { locateClient } from '../../docker-client/locate-client.ts';
import { findLoginPlace } from '../../docker-client/login-place.ts';
import { type DoctorView, type Finding, failure, ok, skipped, warning } from '../check.ts';

/** The context by which the user's own docker finds the engine, and what would lead it elsewhere. */
export async function checkContext({
  environment,
  paths,
  settings,
  status,
}: Pick<DoctorView, 'environment' | 'paths' | 'settings' | 'status'>): Promise<readonly Finding[]> {
  const host = dockerHost(paths);
  const led = environment.DOCKER_HOST;
  const aside = led && led !== host ? [ledElsewhere('DOCKER_HOST', led)] : [];
  if (!settings['docker.context'])
    return [...aside, skipped('None is made: the setting docker.context is false.')];
  const name = contextName(paths);
  const folder = environment.DOCKER_CONFIG || join(homedir(), '.docker');
  const commands = await contextCommands(folder);
  const [existing, current] = [await commands.inspect(name), await commands.current()];
  if (status.state !== 'running')
    return [
      ...aside,
      current === name && status.state !== 'sleeping'
        ? warning(
            `The current docker context is ${name}, whose engine is not running (${status.state}).`,
            '`slipway start`, or `docker context use default`.',
          )
        : skipped(`The context is there while the engine runs (${status.state}).`),
    ];
  if (existing === undefined)
    return [
      ...aside,
      warning(`There is no docker context ${name} in ${folder}.`, '`slipway restart` makes it.'),
    ];
  if (existing.host !== host)
    return [
      ...aside,
      failure(
        `The docker context ${name} in ${folder} leads to ${existing.host}, and not to this engine.`,
        `\`docker context rm ${name}\`, then \`slipway restart\` makes it anew.`,
      ),
    ];
  return [
    ...aside,
    ok(
      `${name} leads here${current === name ? ', and is the current one' : `; the current one is ${current}`}.`,
    ),
  ];
}

function ledElsewhere(variable: string, value: string): Finding {
  return warning(
    `${variable} leads docker to ${value.slice(0, 200)}, and not to this engine.`,
    `\`unset ${variable}\`; \`slipway docker\` is not led by it.`,
  );
}

/** Where log-ins to registries are kept, and that the keychain answers if it is to be there. */
export async function checkKeychainHelper(
  { environment, paths }: Pick<DoctorView, 'environment' | 'paths'>,
  signal: AbortSignal,
): Promise<Finding> {
  const { helpers } = await locateClient();
  const config = await readClientConfig(paths);
  const ask = () => keychainFault(withHelpers(environment, helpers), signal);
  if (config.credsStore === bundledHelper) {
    const fault = await ask();
    if (fault === undefined) return ok('Log-ins are kept in the keychain of this computer.');
    return failure(`Log-ins are in the keychain, which cannot be used: ${fault.why}.`, fault.hint);
  }
  const place = await findLoginPlace({
    ...{ config, path: environment.PATH ?? '', platform: process.platform },
    ...{ isBundled: helpers !== undefined, checkKeychain: ask },
  });
  switch (place.kind) {
    case 'chosen':
      return ok('Log-ins are kept where docker’s configuration says.');
    case 'keychain':
      return ok('The keychain of this computer answers: log-ins will be kept there.');
    case 'file':
      return warning(`Log-ins are kept in a file, and not in the keychain: ${place.why}.`, place.hint);
  }
}
