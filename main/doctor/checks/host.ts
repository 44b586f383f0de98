import { assertNever } from '../../contract/assert-never.ts';
import { type ErrorCode, type Failure, hostLossCodes } from '../../contract/errors.ts';
import { engineLoss, isFallingAsleep, type VmState } from '../../contract/status.ts';
import { readLock } from '../../home/lock.ts';
import { isThere } from '../../util/is-there.ts';
import { type DoctorView, type Finding, failure, hostLoss, ok, problem, skipped, warning } from '../check.ts';

/** The home's lock: that whoever holds it is alive. */
export async function checkLock({ paths }: Pick<DoctorView, 'paths'>): Promise<Finding> {
  const holder = await readLock(paths.lock);
  if (holder !== undefined) return ok(`Held by process ${holder.pid} (${holder.kind}).`);
  if (!(await isThere(paths.lock))) return ok('Nobody holds it.');
  return warning(
    `${paths.lock} was left by a process that is gone.`,
    'Nothing has to be done: the next `slipway start` passes over it.',
  );
}

/** The process that supervises the VM: that it answers, and that there is one where there is a VM. */
export async function checkHost({ host, status }: Pick<DoctorView, 'host' | 'status'>): Promise<Finding> {
  const loss = hostLoss({ status });
  if (loss !== undefined) return problem('failure', loss);
  if (status.host === null) return skipped('None runs, and no VM needs one; `slipway start` makes one.');
  if (host === undefined)
    return failure(
      `Process ${status.host.pid} holds the home and does not listen.`,
      `Ask again in a few seconds; if it stays so, end process ${status.host.pid} and run \`slipway start\`.`,
    );
  const before = performance.now();
  await host.call('settings.list', {});
  return ok(
    `Process ${status.host.pid} (${status.host.kind}) answers, in ${Math.round(performance.now() - before)} ms.`,
  );
}

/** Told of by checks of their own. */
const elsewhere: readonly ErrorCode[] = [
  ...(['accelerator-failed', 'port-unavailable', 'share-unavailable'] as const),
  ...hostLossCodes,
];

/** The VM's state, and whatever else the status has to say. */
export async function checkVm({ status }: Pick<DoctorView, 'status'>): Promise<readonly Finding[]> {
  const loss = hostLoss({ status });
  const reason = loss === undefined ? reasonOf(status) : undefined;
  const others = status.problems.filter(
    (one) => !elsewhere.includes(one.code) && one !== loss && one !== reason,
  );
  return [
    loss === undefined ? stateOf(status, reason) : unsupervised(status),
    ...others.map((one) => problem('warning', one)),
  ];
}

/** Why the VM is in a state that it should not be in; it then stands first among the problems. */
function reasonOf(status: DoctorView['status']): Failure | undefined {
  const hasFailed = status.state === 'failed' || status.state === 'backoff';
  return hasFailed ? status.problems[0] : engineLoss(status);
}

/** Of a VM that nobody tells of: the check of the supervisor says why, and what to try. */
function unsupervised({ vm }: DoctorView['status']): Finding {
  return skipped(
    vm === null
      ? 'How it is is not known: the process that supervises it does not answer.'
      : `Its process ${vm.pid} lives; how it is is not known, as nobody who supervises it answers.`,
  );
}

function stateOf(status: DoctorView['status'], reason: Failure | undefined): Finding {
  const { state, vm } = status;
  switch (state) {
    case 'running':
      return ok(
        vm === null
          ? 'Running.'
          : `Running: ${vm.cpus} CPUs, ${vm.memoryMiB} MiB, ${vm.driver} (process ${vm.pid}).`,
      );
    case 'stopped':
      return ok('Stopped; `slipway start` starts it.');
    case 'sleeping':
      return ok(
        isFallingAsleep(status)
          ? 'Falling asleep: its memory is being saved.'
          : 'Sleeping; the first use of the docker socket wakes it.',
      );
    case 'failed':
    case 'backoff':
      if (reason !== undefined) return problem('failure', reason);
      return failure(
        `The VM is in the state ${state}.`,
        '`slipway logs` says why; `slipway start` tries again.',
      );
    case 'waiting':
      return reason === undefined ? onItsWay(state) : problem('failure', reason);
    case 'preparing':
    case 'booting':
    case 'stopping':
      return onItsWay(state);
    default:
      return assertNever(state);
  }
}

function onItsWay(state: VmState): Finding {
  return warning(
    `On its way: ${state}.`,
    'Ask again in a while; `slipway status` shows how far it is, `slipway logs` what it does.',
  );
}
