import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFailure } from '../../contract/errors.ts';
import type { PublishedPort } from '../../contract/ports.ts';
import type { ShareState } from '../../contract/shares.ts';
import type { Status } from '../../contract/status.ts';
import { refusalOf } from '../../forward/ports/refusals.ts';
import type { HomePaths } from '../../home/paths.ts';
import { portProblems } from '../../host/port-problems.ts';
import { addShare, loadShares, removeShare } from '../../settings/shares-store.ts';
import { fakeHost, makeHome, statusOf } from '../fakes/fake-view.ts';
import { checkVm } from './host.ts';
import { checkPorts, checkShares } from './reach.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = await makeHome();
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

const why = { code: 'port-unavailable', message: 'It is in use.', hint: 'Stop it.' } as const;

/** A host that does not answer, and one that left its VM behind. */
const unheard: readonly Partial<Status>[] = [
  { host: { pid: 1, kind: 'headless' } },
  { state: 'waiting', problems: [{ code: 'vm-orphaned', message: 'Alone.', hint: 'Start.' }] },
  { state: 'waiting', problems: [{ code: 'host-unresponsive', message: 'Silent.', hint: 'Wait.' }] },
];

describe('ports', () => {
  const port: PublishedPort = {
    ...{
      protocol: 'tcp',
      address: '127.0.0.1',
      port: 8080,
      containerPort: 80,
      container: null,
      service: null,
    },
    ...{ isReachableFromLan: false, connections: 0, problem: null, holder: null },
  };

  it('are well when all are open, and when there are none', async () => {
    const look = (ports: readonly PublishedPort[]) =>
      checkPorts({ host: fakeHost({ 'ports.list': async () => ports }), status: statusOf(paths) });
    expect(await look([])).toMatchObject([{ verdict: 'ok' }]);
    expect(await look([port, port])).toMatchObject([{ verdict: 'ok', message: 'All 2 are open.' }]);
  });

  it('are skipped where nobody can be asked, and why', async () => {
    const look = (more: Partial<Status>) => checkPorts({ host: undefined, status: statusOf(paths, more) });
    expect(await look({})).toMatchObject([
      { verdict: 'skipped', message: expect.stringContaining('no process') },
    ]);
    for (const more of unheard)
      expect(await look(more)).toMatchObject([
        { verdict: 'skipped', message: expect.stringContaining('does not answer, or is gone') },
      ]);
  });

  it('that are not open are failures in the words of what is in the way, each told once', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const binding = { ...port, port: (server.address() as AddressInfo).port };
    const refused = await refusalOf(binding, Object.assign(new Error('taken'), { code: 'EADDRINUSE' }));
    server.close();
    const taken = { ...binding, problem: toFailure(refused), holder: refused.holder ?? null };
    const host = fakeHost({ 'ports.list': async () => [port, taken] });
    const status = statusOf(paths, { state: 'running', problems: portProblems([taken], 5_000) });
    expect(await checkPorts({ host, status })).toEqual([
      { verdict: 'failure', message: refused.message, hint: refused.hint },
    ]);
    expect(refused.message.split(String(binding.port))).toHaveLength(2);
    // The status has it, too.
    expect(status.problems).toMatchObject([{ code: 'port-unavailable' }]);
    expect(await checkVm({ status })).toEqual([{ verdict: 'ok', message: 'Running.', hint: '' }]);
  });

  it('of names that are refused are warnings', async () => {
    const host = fakeHost({ 'ports.list': async () => [] });
    const listener = (problem: typeof why | null) => ({ wanted: 80, port: 7080, problem, holder: null });
    const status = statusOf(paths, { domains: { http: listener(why), https: listener(null) } });
    expect(await checkPorts({ host, status })).toEqual([
      { verdict: 'warning', message: 'It is in use.', hint: 'Stop it.' },
    ]);
  });
});

describe('shared folders', () => {
  const share: ShareState = { path: '/a', readOnly: false, isShown: true, isWanted: true, problem: null };
  const look = (...shares: readonly ShareState[]) =>
    checkShares({
      ...{ paths, status: statusOf(paths, { state: 'running' }) },
      host: fakeHost({ 'shares.list': async () => shares }),
    });

  it('are well when they are shown', async () => {
    expect(await look(share)).toEqual([{ verdict: 'ok', message: 'One folder is shown.', hint: '' }]);
  });

  it('are failures when something is in their way, and warnings before the next start', async () => {
    const lost = { code: 'share-unavailable', message: 'Its server has ended.', hint: 'Restart.' } as const;
    expect(
      await look(
        { ...share, isShown: false, problem: lost },
        { ...share, isShown: false },
        { ...share, isWanted: false },
      ),
    ).toMatchObject([
      { verdict: 'failure', message: 'Its server has ended.' },
      { verdict: 'warning', message: '/a is not shown yet.' },
      { verdict: 'warning', message: '/a is shown although it is no longer shared.' },
    ]);
  });

  it('are read from their list where there is no process', async () => {
    const read = () => checkShares({ paths, host: undefined, status: statusOf(paths) });
    for (const { path } of await loadShares(paths)) await removeShare(paths, path);
    expect(await read()).toEqual([{ verdict: 'ok', message: 'No folder is shared.', hint: '' }]);
    const folder = await mkdtemp(join(tmpdir(), 'share-'));
    try {
      await addShare(paths, folder, false);
      expect(await read()).toEqual([
        { verdict: 'ok', message: 'One folder is to be shown by the next start.', hint: '' },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are skipped where a VM may run whose process does not answer', async () => {
    for (const more of unheard)
      expect(await checkShares({ paths, host: undefined, status: statusOf(paths, more) })).toMatchObject([
        { verdict: 'skipped', message: expect.stringContaining('Not known') },
      ]);
  });
});
