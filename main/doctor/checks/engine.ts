import { formatSize } from '../../contract/format.ts';
import { askEngineHeader } from '../../engine/http.ts';
import { pingEngine } from '../../engine/probe.ts';
import { type DoctorView, type Finding, failure, notRunning, ok, skipped, warning } from '../check.ts';

/** The host sets the guest's clock within a minute; this far apart registries' certificates are refused. In milliseconds. */
const apartMs = 1_000;
const farApartMs = 60_000;

/** Of the guest's disk: less than this is free, and less than this lets pulls and builds fail. Parts of one. */
const scarce = 0.1;
const tooScarce = 0.02;

/** That the engine answers where its clients ask. */
export async function checkEngine(view: DoctorView, signal: AbortSignal): Promise<Finding> {
  const { status, paths } = view;
  const not = notRunning(view);
  // A connection would wake a VM that sleeps, and wait for one that starts.
  if (not !== undefined) return not;
  const before = performance.now();
  await pingEngine(paths.dockerSocket, signal);
  const version = status.engine === null ? 'The engine' : `Docker ${status.engine.version}`;
  return ok(`${version} answers on ${paths.dockerSocket}, in ${Math.round(performance.now() - before)} ms.`);
}

/** How far the guest's clock is from this computer's, which the engine tells to a second. */
export async function checkClock(view: DoctorView, signal: AbortSignal): Promise<Finding> {
  const not = notRunning(view);
  if (not !== undefined) return not;
  const { paths, now } = view;
  const asked = now();
  const said = await askEngineHeader(paths.ownSocket, { method: 'GET', path: '/_ping' }, 'Date', signal);
  const guest = Date.parse(said ?? '');
  if (Number.isNaN(guest)) return skipped('The engine does not tell its time.');
  const apart = clockDifference(guest, asked, now());
  const hint = '`slipway restart` sets it; `slipway logs` says whether the guest could be told the time.';
  const seconds = Math.round(apart / 1_000);
  if (Math.abs(apart) <= apartMs) return ok('The VM has this computer’s time.');
  const message = `The VM’s clock is ${Math.abs(seconds)} s ${apart < 0 ? 'behind' : 'ahead of'} this computer’s.`;
  return Math.abs(apart) > farApartMs ? failure(message, hint) : warning(message, hint);
}

/**
 * How far a clock that tells whole seconds is ahead of one that was looked at before and after, at the least; negative for
 * behind. All in milliseconds.
 */
export function clockDifference(told: number, before: number, after: number): number {
  if (told > after) return told - after;
  return told + 1_000 < before ? told + 1_000 - before : 0;
}

/** The room on the guest's disk. */
export async function checkGuestDisk(view: DoctorView): Promise<Finding> {
  const not = notRunning(view);
  if (not !== undefined) return not;
  const usage = await view.host?.call('disk.usage', {});
  if (usage?.fileSystem == null) return skipped('The guest does not tell.');
  const { usedBytes, freeBytes } = usage.fileSystem;
  const said = `${formatSize(freeBytes)} of ${formatSize(usedBytes + freeBytes)} are free for images, containers and volumes`;
  const hint =
    '`slipway docker system df` says what takes it; `slipway docker system prune` makes room, `slipway disk resize` more of it.';
  const free = freeBytes / Math.max(1, usedBytes + freeBytes);
  if (free < tooScarce) return failure(`${said}: pulls, builds and writes fail.`, hint);
  return free < scarce ? warning(`${said}.`, hint) : ok(`${said}.`);
}
