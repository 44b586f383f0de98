import type { ContainerDetails } from '../../../main/contract/engine/container-details.ts';
import type { UpdateParameters } from '../../../main/contract/engine/container-update.ts';
import { emptyRunForm, type RunForm } from '../../state/run-form.ts';
import { writeByteSize } from '../../text/byte-size.ts';
import { type Problems, readForm } from '../run/form/read-form.ts';

/** What is to change. */
export type LimitsUpdate = Omit<UpdateParameters, 'id'>;

/** The form with the limits that a container has. */
export function limitsForm({
  image,
  limits,
  restartPolicy,
  removeWhenDone,
}: Pick<ContainerDetails, 'image' | 'limits' | 'restartPolicy' | 'removeWhenDone'>): RunForm {
  const [policy = 'no', retries = ''] = restartPolicy.split(':');
  return {
    ...emptyRunForm,
    image,
    removeWhenDone,
    memory: limits.memoryBytes === null ? '' : writeByteSize(limits.memoryBytes),
    cpus: limits.cpus === null ? '' : String(limits.cpus),
    processes: limits.processes === null ? '' : String(limits.processes),
    restart: policy as RunForm['restart'],
    retries,
  };
}

/** What differs from before, and what is wrong with it. */
export function readLimits(
  before: RunForm,
  form: RunForm,
): { readonly update: LimitsUpdate; readonly problems: Problems } {
  const { options, problems } = readForm(form);
  const { options: old } = readForm(before);
  const { memoryBytes, cpus, processes, restart } = options;
  const stays = 'The engine changes this limit, but takes it away from a new container alone.';
  return {
    update: {
      ...(memoryBytes !== null && memoryBytes !== old.memoryBytes ? { memoryBytes } : {}),
      ...(cpus !== null && cpus !== old.cpus ? { cpus } : {}),
      ...(processes === old.processes ? {} : { processes }),
      ...(JSON.stringify(restart) === JSON.stringify(old.restart) ? {} : { restart }),
    },
    problems: {
      ...(old.memoryBytes !== null && form.memory.trim() === '' ? { memory: stays } : {}),
      ...(old.cpus !== null && form.cpus.trim() === '' ? { cpus: stays } : {}),
      ...problems,
    },
  };
}
