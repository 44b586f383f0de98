import type { DomainListeners } from '../contract/domains.ts';
import type { Failure } from '../contract/errors.ts';
import type { NodeVm } from '../contract/node-vms.ts';
import type { AcceleratorVerdict, Status, VmState } from '../contract/status.ts';
import { dockerHost } from '../docker-client/client-environment.ts';
import type { EngineVersion } from '../engine/probe.ts';
import type { LockHolder } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { mostAttempts, type State } from '../vm/state.ts';
import { isRetry } from '../vm/state-questions.ts';
import type { SupervisorView } from '../vm/supervisor.ts';
import { type KnownRestart, restartOf, restartProblems } from './restart-record.ts';
import type { SettingsFacts } from './settings-facts.ts';

/** What a status is put together from. */
export interface StatusParts {
  readonly paths: HomePaths;
  readonly view: SupervisorView;
  readonly listening: boolean;
  readonly engine: EngineVersion | null;
  readonly sleep: Status['sleep'];
  readonly settings: SettingsFacts;
  readonly notes: readonly Failure[];
  readonly restart: KnownRestart | null;
  readonly domains: DomainListeners | null;
  readonly nodes: readonly NodeVm[];
  readonly holder: LockHolder;
}

/** A state in the word that users see. */
export function vmStateOf(state: State): VmState {
  if (state.kind !== 'suspending') return state.kind;
  return state.next === 'waiting' ? 'waiting' : 'sleeping';
}

/** The status as every client sees it. */
export function statusOf({
  paths,
  view,
  listening,
  engine,
  sleep,
  settings,
  notes,
  restart,
  domains,
  nodes,
  holder,
}: StatusParts): Status {
  const { state, machine, boot } = view;
  return {
    state: vmStateOf(state),
    home: paths.home,
    socket: listening ? dockerHost(paths) : null,
    engine: state.kind === 'running' ? engine : null,
    vm:
      machine === null
        ? null
        : {
            driver: machine.driver,
            accelerator: machine.accelerator,
            cpus: machine.cpus,
            memoryMiB: machine.memoryMiB,
            pid: machine.process.pid,
          },
    domains,
    memory: null,
    boot: state.kind === 'stopped' ? null : boot,
    restarted: restart === null ? null : restartOf(restart),
    sleep: state.kind === 'sleeping' ? sleep : null,
    problems: [
      ...('problem' in state && state.problem !== null ? [state.problem] : []),
      ...(view.restartedFor === null ? [] : [view.restartedFor]),
      // While it is being started again, why is told already.
      ...(restart === null || isComing(state) ? [] : restartProblems(restart)),
      ...(view.cutOff === null || state.kind === 'stopping' ? [] : [view.cutOff]),
      ...(view.keptAwake === null || state.kind === 'suspending' ? [] : [view.keptAwake]),
      ...(view.refused === null || state.kind === 'stopped' ? [] : [view.refused]),
      ...settings.problems,
      ...notes,
      ...(settings.wantsSoftware ? [] : view.verdicts.filter(({ works }) => !works).map(acceleratorProblem)),
    ],
    retry:
      state.kind === 'backoff' ? { attempt: state.attempt + 1, of: mostAttempts, at: state.until } : null,
    accelerators: view.verdicts,
    nodes,
    host: { pid: holder.pid, kind: holder.kind },
  };
}

function isComing(state: State): boolean {
  return state.kind === 'backoff' || state.kind === 'failed' || isRetry(state);
}

function acceleratorProblem(verdict: AcceleratorVerdict): Failure {
  return {
    code: 'accelerator-failed',
    message: `${verdict.accelerator.toUpperCase()} is not used: ${verdict.reason.replace(/\.$/, '')}.`,
    hint: `The VM runs by slower software emulation. Once mended: \`slipway settings set vm.accelerator ${verdict.accelerator}\`; to hear no more of it: \`slipway settings set vm.accelerator tcg\`.`,
  };
}
