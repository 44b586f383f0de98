import type Docker from 'dockerode';
import { z } from 'zod';
import { splitImageName } from '../contract/engine/image-name.ts';
import type { ImageCheck } from '../contract/engine/image-updates.ts';
import { askJson, pathOfName } from './ask.ts';
import { withEngineDeadline } from './deadlines.ts';
import { nobody, type RegistryAuth } from './transfers/registry-transfer.ts';
import { registryOf, transferFailure } from './transfers/transfer-failure.ts';

const inspected = z.object({ RepoDigests: z.array(z.string()).nullish() });
const offered = z.object({ Descriptor: z.object({ digest: z.string() }) });

/** Whether the registry has another image under a name than the one that has it here. */
export async function checkImage(
  engine: Docker,
  auth: RegistryAuth,
  name: string,
  signal: AbortSignal,
): Promise<ImageCheck> {
  const doing = `look for a newer ${name}`;
  try {
    // Not within the engine's time: whoever is asked may have a keychain to unlock.
    const headers = { 'X-Registry-Auth': (await auth(name, signal)) ?? nobody };
    return await withEngineDeadline('read', doing, signal, async (until) => {
      const path = `/images/${pathOfName(name)}/json`;
      const { RepoDigests } = inspected.parse(await askJson(engine, { method: 'GET', path }, until));
      if (digestsOf(name, RepoDigests ?? []).length === 0) return { kind: 'not-from-there' };
      const there = { method: 'GET', path: `/distribution/${pathOfName(name)}/json`, headers } as const;
      const { Descriptor } = offered.parse(await askJson(engine, there, until));
      return compareDigests(name, RepoDigests ?? [], Descriptor.digest);
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : transferFailure(doing, registryOf(name), error);
  }
}

/**
 * What it means that a registry has `there` under a name, when the image here is known by `here` (as `name@sha256:…`). An
 * image is known by several digests of one repository when several of its tags were the same image.
 */
export function compareDigests(name: string, here: readonly string[], there: string): ImageCheck {
  const known = digestsOf(name, here);
  if (known.length === 0) return { kind: 'not-from-there' };
  return { kind: known.includes(there) ? 'current' : 'newer' };
}

/** The digests by which the registry of a name knows an image. */
function digestsOf(name: string, here: readonly string[]): readonly string[] {
  const { repository } = splitImageName(name);
  return here.flatMap((known) => {
    const { repository: of, digest } = splitImageName(known);
    return of === repository && digest !== null ? [digest] : [];
  });
}
