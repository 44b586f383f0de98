import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Status, VmState } from '../contract/status.ts';
import type { ControlServer } from '../control/server.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { identifyProcess } from '../util/process-identity.ts';
import { printDomains } from './domains-command.ts';
import { serveFakeHost, statusOf } from './fakes/fake-host.ts';
import { type HeardOutput, hearOutput } from './fakes/heard-output.ts';
import { printPorts } from './ports-command.ts';

let paths: HomePaths;
let server: ControlServer | undefined;
let output: HeardOutput;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
  output = hearOutput();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server?.close();
  server = undefined;
  await rm(paths.home, { recursive: true, force: true });
});

describe.each([
  ['ports', printPorts, 'No port is published.'],
  ['domains', printDomains, 'Containers are reached by no name.'],
] as const)('%s, where nobody listens,', (name, tell, words) => {
  const closed = { wanted: 80, port: null, problem: null, holder: null };
  const nothing = {
    'ports.list': async () => [],
    'domains.list': async () => ({ http: closed, https: closed, authority: '', domains: null }),
  };
  const answer = async (state: VmState, problems: Status['problems'] = []) => {
    const status = statusOf(paths, state, { problems });
    server = await serveFakeHost(paths, { ...nothing, 'status.get': async () => status });
  };

  it('says that the engine is stopped, with a host and without', async () => {
    const told = `${words} The engine is stopped.\n  try: slipway start\n`;
    await tell(paths, false);
    expect(output.printed).toBe(told);
    await answer('stopped');
    await tell(paths, false);
    expect(output.printed).toBe(told.repeat(2));
    expect(output.remarked).toBe('');
  });

  it('says that the supervisor is gone and the VM is not', async () => {
    const identity = await identifyProcess(process.pid);
    await writeFile(paths.vmRecord, JSON.stringify({ driver: 'qemu', process: identity }));
    await tell(paths, false);
    expect(output.printed).toContain(`${words} The VM (process ${process.pid}) runs on, but`);
    expect(output.printed).toContain('  try: Run `slipway start`: it takes the VM over');
  });

  it('says that the VM ended, and its supervisor too', async () => {
    const process = { pid: 2_147_483_646, started: 'another boot:1' };
    await writeFile(paths.vmRecord, JSON.stringify({ driver: 'qemu', process }));
    await tell(paths, false);
    expect(output.printed).toContain(
      `${words} The VM ended unexpectedly, and the process that supervised it too`,
    );
    expect(output.printed).toContain('  try: `slipway start` boots it');
  });

  it('says why the start failed, and what helps', async () => {
    const problems = [{ code: 'image-corrupt' as const, message: 'Damaged.', hint: 'Build it again.' }];
    await answer('failed', problems);
    await tell(paths, false);
    expect(output.printed).toBe(
      `${words} The engine does not run: its start failed. Damaged.\n  try: Build it again.\n`,
    );
  });

  it('keeps its document in JSON, and says why beside it', async () => {
    await tell(paths, true);
    const document: unknown = JSON.parse(output.printed);
    expect(document).toMatchObject(name === 'ports' ? [] : { domains: null });
    expect(output.remarked).toBe(`${words} The engine is stopped.\n  try: slipway start\n`);
  });

  it('says nothing of that while the VM sleeps and is listened for', async () => {
    await answer('sleeping');
    await tell(paths, false);
    expect(output.printed).not.toContain('slipway start');
  });
});
