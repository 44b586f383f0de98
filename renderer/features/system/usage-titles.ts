import type { UsageKind } from '../../../main/contract/engine/usage-kinds.ts';

/** What the kinds of things on the engine's disk are called. */
export const usageTitles: Readonly<Record<UsageKind, string>> = {
  images: 'Images',
  containers: 'Containers',
  volumes: 'Volumes',
  builds: 'Build cache',
};
