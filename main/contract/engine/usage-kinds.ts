/** Kinds of things that take room on the engine's disk. */
export const usageKinds = ['images', 'containers', 'volumes', 'builds'] as const;

/** One of {@link usageKinds}. */
export type UsageKind = (typeof usageKinds)[number];
