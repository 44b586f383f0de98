import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Supervisor } from '../vm/supervisor.ts';
import { followHostAccess } from './host-access.ts';

let folder: string;
let resolverFile: string;
let hostPorts: string;
let proxyPorts: readonly number[];
/** What the guest was told. */
let asked: (readonly string[])[];
let state: string;
let pid: number;
let time: number;
let machines: Map<number, object>;
/** Whether the guest knows what it is asked for. */
let takes: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-access-'));
  resolverFile = join(folder, 'resolv.conf');
  await writeFile(resolverFile, 'nameserver 127.0.0.53\nsearch lan\n');
  [hostPorts, proxyPorts, asked] = ['', [], []];
  [state, pid, time, takes] = ['running', 7, 0, true];
  machines = new Map();
});
afterEach(() => rm(folder, { recursive: true }));

/** Each VM is one machine, for as long as it is there. */
function machineOf(of: number, control: object): object {
  const known = machines.get(of) ?? { control, record: { process: { pid: of } } };
  machines.set(of, known);
  return known;
}

/** A supervisor whose VM writes down what it is asked. */
function fakeSupervisor(): Pick<Supervisor, 'present' | 'view'> {
  const control = {
    async ask(words: readonly string[]) {
      asked.push(words);
      if (!takes) throw new Error('unknown verb');
    },
  };
  return {
    view: () => ({ state: { kind: state } }),
    present: () => machineOf(pid, control),
  } as unknown as Pick<Supervisor, 'present' | 'view'>;
}

function follow() {
  const onProblems = vi.fn();
  const access = followHostAccess({
    supervisor: fakeSupervisor,
    hostPorts: async () => hostPorts,
    proxyPorts: async () => proxyPorts,
    resolverFile,
    containerAt: async (address) => (address === '172.17.0.2' ? 'web' : undefined),
    onProblems,
    now: () => time,
    log: () => undefined,
  });
  return { access, onProblems };
}

describe('what the guest may reach of its host', () => {
  it('is what the settings and the resolver say', async () => {
    hostPorts = '5432, 80';
    expect(await follow().access.words()).toEqual(['80,5432', '10.0.2.3', 'lan']);
  });

  it('is also where the engine has its proxies', async () => {
    proxyPorts = [3128, 80];
    expect((await follow().access.words())[0]).toBe('80,3128');
    hostPorts = '3000-3200';
    expect((await follow().access.words())[0]).toBe('80,3000-3200');
    hostPorts = 'all';
    expect((await follow().access.words())[0]).toBe('all');
  });

  it('is nothing, and names are asked of QEMU, where nothing is said', async () => {
    await rm(resolverFile);
    expect(await follow().access.words()).toEqual(['none', '10.0.2.3', '-']);
  });

  it('is told once, and again when it has changed, or when there is another VM', async () => {
    const { access } = follow();
    await access.look();
    await access.look();
    expect(asked).toEqual([['host-access', 'none', '10.0.2.3', 'lan']]);
    hostPorts = 'all';
    await writeFile(resolverFile, 'nameserver 10.8.0.1\n# the VPN is up\n');
    await access.look();
    expect(asked.at(-1)).toEqual(['host-access', 'all', '10.8.0.1', '-']);
    pid = 8;
    await access.look();
    expect(asked).toHaveLength(3);
  });

  it('is not told to a VM that starts: the template of all starts is made on the way', async () => {
    state = 'booting';
    await follow().access.look();
    expect(asked).toEqual([]);
  });

  it('is told as soon as the VM runs', async () => {
    const { access } = follow();
    access.follow('running');
    await access.look();
    expect(asked).toHaveLength(1);
  });

  it('is not told again and again to a guest that does not take it', async () => {
    takes = false;
    const { access } = follow();
    for (let look = 0; look < 5; look += 1) await access.look();
    expect(asked).toHaveLength(1);
    time = 60_000;
    await access.look();
    expect(asked).toHaveLength(2);
  });

  it('is told once for all who ask while the guest is told', async () => {
    const { access } = follow();
    const looks = [access.look(), access.look(), access.look()];
    hostPorts = '80';
    await Promise.all(looks);
    expect(asked.map(([, ports]) => ports)).toEqual(['none', '80']);
  });

  it('names the container that tried more', async () => {
    const { access, onProblems } = follow();
    await access.denied({ protocol: 'tcp', from: '172.17.0.2', port: 5432 });
    expect(onProblems).toHaveBeenCalledTimes(1);
    expect(access.problems()).toMatchObject([
      { code: 'host-port-closed', message: expect.stringMatching(/^The container web .* 5432 /) },
    ]);
    for (const kind of ['suspending', 'sleeping', 'preparing', 'booting', 'waiting', 'running'] as const)
      access.follow(kind);
    expect(access.problems()).toHaveLength(1);
  });

  // A restart goes from there to the next start, and never by `stopped`.
  it.each(['stopping', 'stopped', 'backoff', 'failed'] as const)(
    'names no container of a VM that is %s',
    async (kind) => {
      const { access, onProblems } = follow();
      await access.denied({ protocol: 'tcp', from: '172.17.0.2', port: 5432 });
      access.follow(kind);
      expect(access.problems()).toEqual([]);
      state = kind;
      await access.denied({ protocol: 'tcp', from: '172.17.0.2', port: 80 });
      state = 'running';
      const late = access.denied({ protocol: 'tcp', from: '172.17.0.2', port: 81 });
      pid = 8;
      await late;
      expect(access.problems()).toEqual([]);
      expect(onProblems).toHaveBeenCalledTimes(1);
      await access.denied({ protocol: 'tcp', from: '172.17.0.2', port: 5432 });
      expect(onProblems).toHaveBeenCalledTimes(2);
    },
  );

  it('says that names cannot be looked up where the resolver has IPv6 alone', async () => {
    await writeFile(resolverFile, 'nameserver 2001:db8::1\n');
    const { access, onProblems } = follow();
    await access.look();
    expect(onProblems).toHaveBeenCalledTimes(1);
    expect(access.problems()).toMatchObject([{ code: 'resolver-unreachable' }]);
  });
});
