import type Docker from 'dockerode';
import { z } from 'zod';
import type { FoundImage } from '../contract/engine/image-search.ts';
import { askJson } from './ask.ts';
import { withEngineDeadline } from './deadlines.ts';
import { nobody, type RegistryAuth } from './transfers/registry-transfer.ts';
import { registryOf, transferFailure } from './transfers/transfer-failure.ts';

const most = '50';

const found = z.array(
  z.object({
    name: z.string(),
    description: z.string().nullish(),
    is_official: z.boolean().nullish(),
    star_count: z.number().nullish(),
  }),
);

/** Images of Docker Hub whose names or descriptions have the words. */
export async function searchImages(
  engine: Docker,
  auth: RegistryAuth,
  term: string,
  signal: AbortSignal,
): Promise<readonly FoundImage[]> {
  const doing = `search for ${term}`;
  try {
    // Not within the engine's time: whoever is asked may have a keychain to unlock.
    const headers = { 'X-Registry-Auth': (await auth(term, signal)) ?? nobody };
    return await withEngineDeadline('read', doing, signal, async (until) => {
      const asked = { method: 'GET', path: '/images/search', query: { term, limit: most }, headers } as const;
      return describeFound(await askJson(engine, asked, until));
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : transferFailure(doing, registryOf(term), error);
  }
}

/** The engine's answer, in the contract's form. */
export function describeFound(answer: unknown): readonly FoundImage[] {
  return found.parse(answer).map(({ name, description, is_official, star_count }) => ({
    name,
    description: description ?? '',
    isOfficial: is_official ?? false,
    stars: star_count ?? 0,
  }));
}
