import type { ContainerInspectInfo } from 'dockerode';

/** A container as the engine describes it, with what newer engines say beyond what the types know. */
export type Inspected = ContainerInspectInfo & {
  readonly Config: { readonly StopSignal?: string; readonly StopTimeout?: number | null };
};

/** What an image gives to its containers, as the engine describes it. */
export interface ImageConfig {
  readonly Cmd?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | string | null;
  readonly Env?: readonly string[] | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly StopSignal?: string;
  readonly Healthcheck?: unknown;
  readonly Shell?: unknown;
}

/** Whether two answers of the engine say the same: nothing, an empty text and an empty list are alike. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(settled(a)) === JSON.stringify(settled(b));
}

function settled(value: unknown): unknown {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  return value;
}

/** The entries of a map that another one does not have alike. */
export function without<Value>(
  map: Readonly<Record<string, Value>> | null | undefined,
  given: Readonly<Record<string, unknown>> | null | undefined,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(map ?? {}).filter(
      ([name, value]) => !(name in (given ?? {}) && isSame(given?.[name], value)),
    ),
  );
}

/** A volume that the engine has named by itself. */
export function isAnonymous(volume: string | undefined): boolean {
  return /^[0-9a-f]{64}$/.test(volume ?? '');
}
