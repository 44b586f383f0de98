import { join } from 'node:path';
import { z } from 'zod';
import { registryInName } from '../contract/engine/image-name.ts';
import { readJsonFile } from '../util/atomic-file.ts';
import { askCredentialHelper } from './credential-helper.ts';

const configuration = z.object({
  auths: z
    .record(
      z.string(),
      z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }).nullish(),
    )
    .nullish(),
  credsStore: z.string().nullish(),
  credHelpers: z.record(z.string(), z.string()).nullish(),
});

/** Under which name docker keeps the log-in at Docker Hub. */
const hubKey = 'https://index.docker.io/v1/';

/** The name of a user whose secret is a token, in what docker's helpers keep. */
const tokenUser = '<token>';

/**
 * What the engine is to show to the registry of an image, in the form of the header X-Registry-Auth: the log-in that
 * `slipway docker login` has left in `configFolder`, wherever its configuration says that log-ins are kept. Undefined
 * without one. Nothing of it is written anywhere.
 */
export async function registryAuth(
  configFolder: string,
  image: string,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const read = configuration.safeParse(await readJsonFile(join(configFolder, 'config.json')));
  if (!read.success) return undefined;
  const { auths, credsStore, credHelpers } = read.data;
  const registry = registryKey(image);
  const helper = credHelpers?.[registry] || credsStore;
  if (helper) {
    const found = await askCredentialHelper(helper, registry, environment, signal);
    if (found === undefined) return undefined;
    return found.Username === tokenUser
      ? header({ identitytoken: found.Secret, serveraddress: registry })
      : header({ username: found.Username, password: found.Secret, serveraddress: registry });
  }
  const entries = Object.entries(auths ?? {});
  const [, entry] =
    entries.find(([key]) => key === registry) ??
    entries.find(([key]) => hostOf(key) === hostOf(registry)) ??
    [];
  if (entry?.identitytoken) return header({ identitytoken: entry.identitytoken, serveraddress: registry });
  const [username, password] = splitPair(Buffer.from(entry?.auth ?? '', 'base64').toString());
  return username === '' ? undefined : header({ username, password, serveraddress: registry });
}

/** How docker names the registry of an image where it keeps log-ins. */
export function registryKey(image: string): string {
  return registryInName(image) ?? hubKey;
}

/** Older clients kept log-ins under an address. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

/** A password may have colons in it. */
function splitPair(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':');
  return colon < 0 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, '')];
}

/** The engine wants the letters of base64url and the padding of base64, and takes anything else for no log-in at all. */
function header(account: Readonly<Record<string, string>>): string {
  const text = Buffer.from(JSON.stringify(account)).toString('base64');
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
