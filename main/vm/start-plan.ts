import type { HomePaths } from '../home/paths.ts';
import type { Driver, MachineSpecification } from './driver.ts';
import { findMemoryImage, isMemoryKept, type MemoryImage, whyUnfit } from './memory/memory-image.ts';

/** The ways in which a start can go, the quickest first. */
export type StartPlan =
  /** On from where the VM was put to sleep. */
  | { readonly kind: 'resume'; readonly image: MemoryImage }
  /** From a guest that was saved before it opened any disk. */
  | { readonly kind: 'template'; readonly image: MemoryImage }
  /** From the kernel on. */
  | { readonly kind: 'cold' };

/** What may be tried, in order, and why what was saved is not. */
export interface StartPlans {
  readonly plans: readonly StartPlan[];
  /** Why the VM that was put to sleep cannot go on, in the words of a sentence; null when it can, or when none was. */
  readonly refused: string | null;
  /** There is a template, and it is of another VM: it makes room for a new one. */
  readonly staleTemplate: boolean;
}

/** Looks at what was saved. `fromScratch`: nothing of it is to be used. */
export async function planStart(
  paths: HomePaths,
  driver: Driver,
  specification: MachineSpecification,
  fromScratch: boolean,
): Promise<StartPlans> {
  const cold: StartPlan = { kind: 'cold' };
  const nothing: StartPlans = { plans: [cold], refused: null, staleTemplate: false };
  if (fromScratch) return nothing;
  const [asleep, template, isKept] = await Promise.all([
    findMemoryImage(paths.asleep),
    findMemoryImage(paths.template),
    isMemoryKept(paths.asleep),
  ]);
  const unreadable = isKept && asleep === undefined ? 'the list of what was saved is damaged' : null;
  if (asleep === undefined && template === undefined) return { ...nothing, refused: unreadable };
  const present = await driver.fingerprint(specification);
  const why = async (image: MemoryImage) => whyUnfit(image, present, paths.dataDisk);
  const refused = asleep === undefined ? unreadable : await why(asleep);
  const plans: StartPlan[] = [];
  if (asleep !== undefined && refused === null) plans.push({ kind: 'resume', image: asleep });
  // Saved before any folder was mounted: how many there are is among its devices, and which they are is told after the gate.
  const shares = template?.fingerprint.shares ?? '';
  const staleTemplate =
    template !== undefined && (await whyUnfit(template, { ...present, shares }, paths.dataDisk)) !== null;
  if (template !== undefined && !staleTemplate) plans.push({ kind: 'template', image: template });
  return { plans: [...plans, cold], refused, staleTemplate };
}
