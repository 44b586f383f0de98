import type { ComposeModel, ComposeService } from '../../../main/contract/compose.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { isAlive } from '../../state/actions.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import type { ProjectRow } from './project-rows.ts';

/** A service of a project. */
export interface ServiceRow {
  readonly name: string;
  /** What the files say of it; null where they do not name it, or cannot be read. */
  readonly described: ComposeService | null;
  readonly containers: readonly Container[];
  readonly running: number;
  /** Whether the engine has told which containers there are. */
  readonly isKnown: boolean;
  /** Its profile is not switched on: it is not brought up with the others. */
  readonly isOff: boolean;
}

/** The services that the files describe and those that have containers, by name. */
export function serviceRows(
  model: ComposeModel | null,
  { containers, isKnown, remembered }: Pick<ProjectRow, 'containers' | 'isKnown' | 'remembered'>,
): readonly ServiceRow[] {
  const profiles = remembered?.profiles ?? [];
  const described = new Map(model?.services.map((service) => [service.name, service]));
  const names = new Set([...described.keys(), ...containers.flatMap(({ service }) => service ?? [])]);
  return [...names].toSorted(naturalOrder).map((name) => {
    const own = containers
      .filter(({ service }) => service === name)
      .toSorted((a, b) => naturalOrder(a.name, b.name));
    const service = described.get(name) ?? null;
    return {
      name,
      described: service,
      containers: own,
      isKnown,
      running: own.filter(isAlive).length,
      isOff:
        service !== null &&
        service.profiles.length > 0 &&
        !service.profiles.some((profile) => profiles.includes(profile) || profiles.includes('*')),
    };
  });
}

/** How a service is, in words. */
export function serviceState({ containers, running, isKnown, isOff, described }: ServiceRow): string {
  if (containers.length === 0) {
    if (isOff) return `Off: profile ${described?.profiles.join(', ')}`;
    return isKnown ? 'Not made' : 'Not known';
  }
  const unhealthy = containers.filter(({ health }) => health === 'unhealthy').length;
  if (running === 0) return containers.length === 1 ? (containers[0]?.status ?? '') : 'None running';
  const text =
    containers.length === 1 ? (containers[0]?.status ?? '') : `${running} of ${containers.length} running`;
  return unhealthy > 0 && containers.length > 1 ? `${text}, ${unhealthy} unhealthy` : text;
}

/** The tone of a service's dot. */
export function serviceTone({ containers, running }: ServiceRow): 'good' | 'busy' | 'idle' | 'bad' {
  if (containers.some(({ health, state }) => health === 'unhealthy' || state === 'dead')) return 'bad';
  if (running === 0) return 'idle';
  return running < containers.length || containers.some(({ state }) => state !== 'running') ? 'busy' : 'good';
}

/** All profiles that the files name, by name. */
export function profilesOf(model: ComposeModel): readonly string[] {
  return [...new Set(model.services.flatMap(({ profiles }) => profiles))].toSorted(naturalOrder);
}
