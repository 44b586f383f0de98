import type { Status } from '../../contract/status.ts';
import { loadShares } from '../../settings/shares-store.ts';
import { type DoctorView, type Finding, hostLoss, ok, problem, skipped, warning } from '../check.ts';

/** Published ports, and those of containers' names: that nothing is in the way of them. */
export async function checkPorts({
  host,
  status,
}: Pick<DoctorView, 'host' | 'status'>): Promise<readonly Finding[]> {
  if (host === undefined)
    return [isNobody(status) ? skipped('Nothing is published: no process supervises a VM.') : unknown];
  const ports = await host.call('ports.list', {});
  // What is in the way says of which port it is, and who has it.
  const shut = ports.flatMap((port) => port.problem ?? []).map((one) => problem('failure', one));
  const { http, https } = status.domains ?? {};
  const refused = [http, https].flatMap((one) => one?.problem ?? []).map((one) => problem('warning', one));
  const found = [...shut, ...refused];
  if (found.length > 0) return found;
  return [ok(ports.length === 0 ? 'No container publishes a port.' : `All ${ports.length} are open.`)];
}

/** Shared folders: that each is there, and that what shows it runs. */
export async function checkShares({
  host,
  paths,
  status,
}: Pick<DoctorView, 'host' | 'paths' | 'status'>): Promise<readonly Finding[]> {
  if (host === undefined)
    return isNobody(status) ? [shareCount((await loadShares(paths)).length, false)] : [unknown];
  const shares = await host.call('shares.list', {});
  const isRunning = status.state === 'running';
  const found = shares.flatMap(({ path, isShown, isWanted, problem: why }) => {
    if (why !== null) return [problem('failure', why)];
    if (!isRunning || isShown === isWanted) return [];
    return [
      isWanted
        ? warning(`${path} is not shown yet.`, '`slipway restart` shows it.')
        : warning(`${path} is shown although it is no longer shared.`, '`slipway restart` takes it away.'),
    ];
  });
  if (found.length > 0) return found;
  return [shareCount(shares.length, isRunning)];
}

/** No process supervises a VM, and none runs on without one. */
function isNobody(status: Status): boolean {
  return status.host === null && hostLoss({ status }) === undefined;
}

const unknown = skipped('Not known: the process that supervises the VM does not answer, or is gone.');

function shareCount(count: number, isRunning: boolean): Finding {
  if (count === 0) return ok('No folder is shared.');
  return ok(
    `${count === 1 ? 'One folder is' : `${count} folders are`} ${isRunning ? 'shown' : 'to be shown by the next start'}.`,
  );
}
