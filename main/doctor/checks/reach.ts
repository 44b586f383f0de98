import { loadShares } from '../../settings/shares-store.ts';
import { type DoctorView, type Finding, ok, problem, skipped, warning } from '../check.ts';

/** Published ports, and those of containers' names: that nothing is in the way of them. */
export async function checkPorts({
  host,
  status,
}: Pick<DoctorView, 'host' | 'status'>): Promise<readonly Finding[]> {
  if (host === undefined)
    return [
      skipped(
        status.host === null
          ? 'Nothing is published: no process supervises a VM.'
          : 'The process that supervises the VM does not answer.',
      ),
    ];
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
  if (host === undefined) {
    const { length } = await loadShares(paths);
    return [ok(`${length} to be shown by the next start.`)];
  }
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
  const { length } = shares;
  if (length === 0) return [ok('No folder is shared.')];
  return [
    ok(
      `${length === 1 ? 'One folder is' : `${length} folders are`} ${isRunning ? 'shown' : 'to be shown by the next start'}.`,
    ),
  ];
}
