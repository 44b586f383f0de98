import type { CheckResult } from '../contract/doctor.ts';
import { type Failure, isHostLoss, toFailure } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import type { Status } from '../contract/status.ts';
import type { ControlClient } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import type { QemuProgram } from '../vm/drivers/qemu/program.ts';

/** What all checks look at: it was asked for once. */
export interface DoctorView {
  readonly paths: HomePaths;
  readonly environment: NodeJS.ProcessEnv;
  readonly settings: Settings;
  /** From the host; from the files when none answers. */
  readonly status: Status;
  /** The host, where one listens. */
  readonly host: Pick<ControlClient, 'call'> | undefined;
  /** The QEMU that a start would take. Throws `qemu-missing` or `assets-missing`. */
  readonly qemu: () => Promise<QemuProgram>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a check has to say. */
export type Finding = Pick<CheckResult, 'verdict' | 'message' | 'hint'>;

/** One thing that is looked at. It changes nothing; what it throws is a failure, told in the error's own words. */
export interface Check {
  readonly name: string;
  readonly title: string;
  readonly look: (view: DoctorView, signal: AbortSignal) => Promise<Finding | readonly Finding[]>;
}

/** All is as it should be. */
export const ok = (message: string): Finding => ({ verdict: 'ok', message, hint: '' });

/** There was nothing to look at, and why. */
export const skipped = (message: string): Finding => ({ verdict: 'skipped', message, hint: '' });

/** It works, and not as well as it could. */
export const warning = (message: string, hint: string): Finding => ({ verdict: 'warning', message, hint });

/** It does not work. */
export const failure = (message: string, hint: string): Finding => ({ verdict: 'failure', message, hint });

/** A problem that others have found. */
export const problem = (verdict: 'warning' | 'failure', { message, hint }: Failure): Finding => ({
  ...{ verdict, message, hint },
});

/** Whatever was thrown, as a failure. */
export const thrown = (error: unknown): Finding => problem('failure', toFailure(error));

/** Said of what only an engine that runs can be asked. */
export function notRunning({ status }: Pick<DoctorView, 'status'>): Finding | undefined {
  return status.state === 'running' ? undefined : skipped(`The engine is not running (${status.state}).`);
}

/** Why nobody is known to supervise a VM: the process that did is gone, or is not heard. */
export function hostLoss({ status }: Pick<DoctorView, 'status'>): Failure | undefined {
  const { host, problems } = status;
  // A supervisor that answers tells with that code of a VM that it could not end.
  return problems.find((one) => isHostLoss(one) || (one.code === 'vm-orphaned' && host === null));
}
