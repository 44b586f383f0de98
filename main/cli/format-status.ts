import { domainUrl } from '../contract/domains.ts';
import { formatDuration } from '../contract/duration.ts';
import type { Failure } from '../contract/errors.ts';
import { formatSize, formatTime } from '../contract/format.ts';
import { type Accelerator, type Boot, isFallingAsleep, type Status } from '../contract/status.ts';
import { plain, problemLines } from '../util/failure-lines.ts';
import { formatTable } from './format-table.ts';

/** The status as a table for people. */
export function formatStatus(status: Status, now: number): readonly string[] {
  const { state, engine, socket, vm, memory, boot, retry, host, home, nodes, problems } = status;
  const rows: (readonly [string, string] | undefined)[] = [
    ['State', state],
    engine === null ? undefined : ['Engine', `Docker ${engine.version} (API ${engine.apiVersion})`],
    socket === null ? undefined : ['Socket', socket],
    vm === null
      ? undefined
      : [
          'VM',
          `${vm.driver}, ${acceleratorName(vm.accelerator)}, ${vm.cpus} CPUs, ${vm.memoryMiB} MiB, process ${vm.pid}`,
        ],
    memory === null
      ? undefined
      : ['Memory', `holds ${formatSize(memory.holdsBytes)}, uses ${formatSize(memory.usesBytes)}`],
    state === 'sleeping' ? ['Sleep', sleepText(status)] : undefined,
    boot === null ? undefined : ['Start', bootText(boot, now)],
    retry === null
      ? undefined
      : ['Next try', `${retry.attempt} of ${retry.of}, in ${formatDuration(Math.max(0, retry.at - now))}`],
    nodes.length === 0 ? undefined : ['Nodes', nodes.map((one) => `${one.name} ${one.state}`).join(', ')],
    ...domainRows(status),
    ['Supervisor', host === null ? 'none' : `${host.kind}, process ${host.pid}`],
    ['Home', home],
  ];
  return [
    ...formatTable(rows.filter((row) => row !== undefined).map(([name, value]) => [name, plain(value)])),
    ...problems
      .filter((problem) => !isNote(status, problem))
      .flatMap((problem) => {
        const [message, ...rest] = problemLines(problem);
        return ['', `Problem: ${message}`, ...rest];
      }),
    ...problems
      .filter((problem) => isNote(status, problem))
      .flatMap((note) => ['', `Note: ${plain(note.message)} ${plain(note.hint)}`.trimEnd()]),
  ];
}

/**
 * Whether a problem is only worth knowing: a restart that is over, and an accelerator that does not work unless the start
 * failed for it.
 */
export function isNote({ state, problems }: Pick<Status, 'state' | 'problems'>, problem: Failure): boolean {
  const failedForIt = (state === 'failed' || state === 'backoff') && problem === problems[0];
  return problem.code === 'vm-restarted' || (problem.code === 'accelerator-failed' && !failedForIt);
}

/** Where names of containers are answered, and how to have the ports that are wanted. */
function domainRows({ domains }: Status): readonly (readonly [string, string])[] {
  if (domains === null) return [];
  const listeners = [domains.http, domains.https].filter(({ wanted }) => wanted !== 0);
  const urls = [
    domainUrl('NAME.slipway.localhost', domains.http, false),
    domainUrl('NAME.slipway.localhost', domains.https, true),
  ].filter((url) => url !== null);
  if (listeners.length === 0) return [];
  const refused = listeners.flatMap(({ problem }) => problem ?? []);
  return [
    ['Domains', urls.length === 0 ? 'nowhere: no port is to be had' : urls.join(', ')],
    ...refused.map(({ message, hint }): readonly [string, string] => ['', `${message} ${hint}`]),
  ];
}

function sleepText(status: Status): string {
  const { sleep } = status;
  if (isFallingAsleep(status)) return 'falling asleep: the memory is being saved';
  if (sleep === null) return 'the first use of the socket wakes it';
  return `since ${formatTime(sleep.since)}, ${formatSize(sleep.bytes)} on disk; the first use of the socket wakes it`;
}

/** An accelerator in words. */
export function acceleratorName(accelerator: Accelerator): string {
  return accelerator === 'tcg' ? 'software emulation (tcg)' : accelerator;
}

const bootWords: Readonly<Record<Boot['kind'], string>> = {
  cold: 'booted',
  template: 'booted from a template',
  resume: 'resumed',
  adopt: 'taken over',
};

function bootText(boot: Boot, now: number): string {
  const when = formatTime(boot.startedAt);
  return boot.durationMs === null
    ? `under way for ${formatDuration(now - boot.startedAt)}`
    : `${bootWords[boot.kind]} in ${formatDuration(boot.durationMs)} at ${when}`;
}
