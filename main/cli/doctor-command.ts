import { loadAssets } from '../assets.ts';
import type { CheckResult, DoctorReport } from '../contract/doctor.ts';
import { isHostLoss, toFailure } from '../contract/errors.ts';
import { connectControl } from '../control/client.ts';
import type { DoctorView } from '../doctor/check.ts';
import { checks } from '../doctor/checks.ts';
import { runChecks } from '../doctor/run-checks.ts';
import type { HomePaths } from '../home/paths.ts';
import { homeStatusFromDisk } from '../host/nodes/stopped-nodes.ts';
import { defaultSettings } from '../settings/setting-values.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { plain } from '../util/failure-lines.ts';
import { never } from '../util/wait.ts';
import { findQemu } from '../vm/drivers/qemu/program.ts';
import { exitCodes } from './exit-code.ts';
import { print, remark } from './print.ts';
import { currentStatus } from './status-command.ts';

/** Milliseconds after which it is said what is waited for. */
const silentMs = 2_000;

/** `slipway doctor`: looks at everything, changes nothing, and answers the exit code: failed when a check has. */
export async function doctor(paths: HomePaths, json: boolean): Promise<number> {
  const { report } = await examine(paths, json ? undefined : (result) => print(...formatResult(result)));
  if (json) print(JSON.stringify(report, undefined, 2));
  else print('', summaryOf(report));
  return report.verdict === 'failure' ? exitCodes.failed : exitCodes.done;
}

/** Runs all checks on a home, and answers what they looked at, too; `onResult` hears each result as it comes. */
export async function examine(
  paths: HomePaths,
  onResult?: (result: CheckResult) => void,
): Promise<{ readonly view: DoctorView; readonly report: DoctorReport }> {
  const waiting = setTimeout(() => remark('Waiting for the process that supervises the VM ...'), silentMs);
  const host = await connectControl(paths).catch(() => undefined);
  try {
    // Where the home cannot be read its own check says so.
    const settings = await loadSettings(paths).catch(() => defaultSettings);
    const status = await currentStatus(paths).catch(async (error: unknown) => ({
      ...(await homeStatusFromDisk(paths)),
      problems: [toFailure(error)],
    }));
    clearTimeout(waiting);
    const view: DoctorView = {
      ...{ paths, settings, status, environment: process.env, now: Date.now },
      // One that did not answer once is not waited for again by each check.
      host: status.problems.some(isHostLoss) ? undefined : host,
      qemu: async () => findQemu(settings['qemu.path'], (await loadAssets()).qemu?.dir ?? null),
    };
    const report = await runChecks(view, {
      ...{ checks, signal: never },
      ...(onResult === undefined ? {} : { onResult }),
    });
    return { view, report };
  } finally {
    clearTimeout(waiting);
    host?.close();
  }
}

/** A result in one line, and what to try in another one. */
export function formatResult({ title, verdict, message, hint }: CheckResult): readonly string[] {
  const line = `${verdict.padEnd(7)}  ${title.padEnd(14)}  ${plain(message)}`;
  return hint === '' ? [line] : [line, `${' '.repeat(25)}try: ${plain(hint)}`];
}

function summaryOf({ checks: results }: DoctorReport): string {
  const count = (wanted: CheckResult['verdict']) =>
    results.filter(({ verdict }) => verdict === wanted).length;
  const [failures, warnings] = [count('failure'), count('warning')];
  if (failures + warnings === 0) return 'Nothing is wrong.';
  const counted = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  return `${counted(failures, 'failure')}, ${counted(warnings, 'warning')}. \`slipway diagnose\` packs all of this, and the logs, for others to look at.`;
}
