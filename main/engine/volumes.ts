import type Docker from 'dockerode';
import type { VolumeInspectInfo } from 'dockerode';
import type { z } from 'zod';
import type { Volume, VolumeSize, volumeParameters } from '../contract/engine/volumes.ts';
import { SlipwayError } from '../contract/errors.ts';
import { askJson, pathOfName } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';
import { askDiskUsage, diskUsage } from './disk-usage.ts';

/** Every volume, in the engine's order. */
export function listVolumes(engine: Docker, signal: AbortSignal): Promise<readonly Volume[]> {
  return attempt('list the volumes', () =>
    withEngineDeadline('read', 'list the volumes', signal, async (abortSignal) =>
      // Null, not an empty list, where there is none.
      ((await engine.listVolumes({ abortSignal })).Volumes ?? []).map(describeVolume),
    ),
  );
}

/** The engine's description of a volume, in the contract's form. */
export function describeVolume(info: VolumeInspectInfo & { readonly CreatedAt?: string }): Volume {
  const labels = info.Labels ?? {};
  return {
    name: info.Name,
    driver: info.Driver,
    createdAt: Date.parse(info.CreatedAt ?? '') || 0,
    mountpoint: info.Mountpoint,
    scope: info.Scope,
    project: labels['com.docker.compose.project'] || null,
    projectName: labels['com.docker.compose.volume'] || null,
    isAnonymous: 'com.docker.volume.anonymous' in labels || /^[0-9a-f]{64}$/.test(info.Name),
    labels,
    options: info.Options ?? {},
  };
}

/** What each volume takes. The engine counts for as long as it needs, up to a change's deadline. */
export function measureVolumes(engine: Docker, signal: AbortSignal): Promise<readonly VolumeSize[]> {
  const doing = 'measure the volumes';
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) =>
      sizesIn(await askDiskUsage(engine, 'volumes', abortSignal)),
    ),
  );
}

/** The sizes in an answer of `/system/df`; a driver that cannot tell says -1. */
export function sizesIn(answer: unknown): readonly VolumeSize[] {
  return (diskUsage.parse(answer).Volumes ?? []).map(({ Name, UsageData }) => ({
    name: Name,
    bytes: UsageData && UsageData.Size >= 0 ? UsageData.Size : null,
    users: Math.max(0, UsageData?.RefCount ?? 0),
  }));
}

/** Makes a volume. The engine answers with an old one of the same name as if it had been made: that is refused here. */
export function createVolume(
  engine: Docker,
  { name, driver, options, labels }: z.output<typeof volumeParameters>,
  signal: AbortSignal,
): Promise<void> {
  const doing = `create the volume ${name}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const taken = await exists(engine, name, abortSignal);
      if (taken) {
        throw new SlipwayError({
          code: 'invalid-argument',
          message: `Could not ${doing}: there is a volume of that name.`,
          hint: 'Choose another name, or remove that volume first.',
        });
      }
      await engine.createVolume({
        Name: name,
        Driver: driver,
        DriverOpts: options,
        Labels: labels,
        abortSignal,
      });
    }),
  );
}

/** Removes a volume. Refused while a container has it. */
export function removeVolume(engine: Docker, name: string, signal: AbortSignal): Promise<void> {
  const doing = `remove the volume ${shortVolumeName(name)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      await askJson(engine, { method: 'DELETE', path: `/volumes/${pathOfName(name)}` }, abortSignal);
    }),
  );
}

/** Whether there is a volume of that name. */
export async function exists(engine: Docker, name: string, abortSignal: AbortSignal): Promise<boolean> {
  try {
    await askJson(engine, { method: 'GET', path: `/volumes/${pathOfName(name)}` }, abortSignal);
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

/** A name that the engine made up is cut to twelve characters. */
export function shortVolumeName(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
}
