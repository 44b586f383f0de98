import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GuestPort } from '../../contract/ports.ts';
import { abortAfter, poll } from '../../util/wait.ts';
import type { OpenPortFunction, PortTarget } from './open-port.ts';
import { createPortTable, type PortTable } from './port-table.ts';
import { PortRefused } from './refusals.ts';

let table: PortTable;
/** Ports that are open on the host, by number. */
let listening: Map<number, PortTarget>;
/** Ports of others. */
let taken: Set<number>;
let binds: number[];
let drops: number;
/** Doors that were gone through. */
let reached: number[];
let awaken: () => Promise<void>;

const open: OpenPortFunction = async ({ port }, target) => {
  binds.push(port);
  await Promise.resolve();
  if (taken.has(port) || listening.has(port)) {
    throw new PortRefused({ message: `${port} is taken.`, hint: 'Wait.' }, { pid: 99, name: 'other' });
  }
  listening.set(port, target);
  return {
    connections: () => 1,
    drop: () => {
      drops += 1;
    },
    async close() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      listening.delete(port);
    },
  };
};

beforeEach(() => {
  listening = new Map();
  taken = new Set();
  binds = [];
  drops = 0;
  reached = [];
  awaken = async () => undefined;
  table = createPortTable({
    open,
    async awaken() {
      await awaken();
      return {
        serviceDoor: async ({ port }) => 60_000 + port,
        connect: async (door) => {
          reached.push(door);
          return new PassThrough();
        },
        datagramPort: async (door) => door,
      };
    },
    retryMs: 20,
    onChange: () => undefined,
    onConnections: () => undefined,
  });
});

afterEach(() => table.close());

function port(number: number, id = number, door = 61_440): GuestPort {
  const binding = { protocol: 'tcp', address: '127.0.0.1', port: number } as const;
  return { ...binding, id, door, containerPort: 80 };
}

const until = (check: () => boolean) => poll(5, abortAfter(2_000), () => (check() ? true : undefined));
const signal = () => abortAfter(2_000);
const openPorts = () => [...listening.keys()];

describe('a table of ports', () => {
  it('listens for a container, and no longer than it publishes', async () => {
    expect(await table.ask(port(8080), false)).toBeNull();
    expect(table.list()).toMatchObject([
      { port: 8080, isReachableFromLan: false, connections: 1, problem: null },
    ]);
    expect(table.gone(8080)).toMatchObject({ port: 8080 });
    expect(table.list()).toEqual([]);
    await until(() => listening.size === 0);
    expect(table.gone(8080)).toBeUndefined();
  });

  it('binds anew only once the one before is closed', async () => {
    await table.ask(port(8080, 1), false);
    table.gone(1);
    expect(await table.ask(port(8080, 2), false)).toBeNull();
    expect(openPorts()).toEqual([8080]);
  });

  it('refuses what is taken to whoever asks, and keeps nothing of it', async () => {
    taken.add(8080);
    expect(await table.ask(port(8080), false)).toMatchObject({ code: 'port-unavailable' });
    expect(table.list()).toEqual([]);
    taken.clear();
    expect(await table.ask(port(8080, 2), false)).toBeNull();
  });

  it('keeps trying for what is due, and says meanwhile who has it', async () => {
    taken.add(8080);
    expect(await table.ask(port(8080), true)).not.toBeNull();
    await table.ask(port(8081), true);
    expect(table.list()).toMatchObject([
      { port: 8080, problem: { message: '8080 is taken.' }, holder: { pid: 99 }, connections: 0 },
      { port: 8081, problem: null },
    ]);
    taken.clear();
    await until(() => openPorts().includes(8080));
    await until(() => table.list()[0]?.problem === null);
  });

  it('does not try for what is gone', async () => {
    taken.add(8080);
    await table.ask(port(8080), true);
    table.gone(8080);
    const before = binds.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(binds).toHaveLength(before);
  });

  it('does not open what is gone while others are tried', async () => {
    for (const number of [8080, 8081]) {
      taken.add(number);
      await table.ask(port(number), true);
    }
    const before = binds.length;
    await until(() => binds.length > before);
    table.gone(8081);
    taken.clear();
    await until(() => openPorts().includes(8080));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(openPorts()).toEqual([8080]);
  });

  it('goes to the door that the VM of today has for it', async () => {
    await table.ask(port(8080, 1, 61_440), false);
    const target = listening.get(8080);
    await target?.connect(signal());
    table.lose();
    expect(drops).toBe(1);
    const waiting = target?.connect(signal());
    await table.ask(port(8080, 7, 61_500), true);
    await waiting;
    expect(reached).toEqual([61_440, 61_500]);
    // It was listened on all the time.
    expect(binds).toEqual([8080]);
  });

  it('closes what a VM that was started anew does not publish any more, and whoever waits for it', async () => {
    await table.ask(port(8080), false);
    await table.ask(port(8081), false);
    table.lose();
    const waiting = listening.get(8080)?.connect(signal());
    await table.ask(port(8081, 1), true);
    table.settle();
    await expect(waiting).rejects.toMatchObject({ code: 'port-unavailable' });
    await until(() => listening.size === 1);
    expect(openPorts()).toEqual([8081]);
  });

  it('holds the ports of a VM that sleeps, with what is known of them', async () => {
    taken.add(8081);
    const container = { id: 'a1', name: 'web' };
    const binding = {
      ...({ protocol: 'tcp', address: '0.0.0.0', containerPort: 80, container, service: null } as const),
    };
    await table.hold([
      { ...binding, port: 8080 },
      { ...binding, port: 8081 },
    ]);
    expect(table.list()).toMatchObject([
      { port: 8080, container, isReachableFromLan: true, problem: null },
      { port: 8081, container, problem: {} },
    ]);
    let woken = 0;
    awaken = async () => {
      woken += 1;
      await table.ask({ ...port(8080, 1), address: '0.0.0.0' }, true);
    };
    await listening.get(8080)?.connect(signal());
    expect(woken).toBe(1);
  });

  it('listens for services as long as they publish, whatever becomes of the VM, and goes to the door of the day', async () => {
    const service = { id: 's1', name: 'site' };
    const published = (port: number) =>
      ({ protocol: 'tcp', address: '127.0.0.1', port, containerPort: 80, service }) as const;
    await table.serve([published(1), published(2)]);
    await table.ask(port(8080), false);
    table.name(() => ({ id: 'a1', name: 'web' }));
    expect(table.list()).toMatchObject([
      { port: 1, service, container: null, problem: null },
      { port: 2, service, container: null, problem: null },
      { port: 8080, service: null, container: { name: 'web' } },
    ]);
    table.lose();
    table.settle();
    await until(() => listening.size === 2);
    expect(openPorts()).toEqual([1, 2]);
    await listening.get(1)?.connect(signal());
    expect(reached).toEqual([60_001]);
    await table.serve([{ ...published(2), service: { id: 's1', name: 'renamed' }, containerPort: 81 }]);
    await until(() => listening.size === 1);
    expect(table.list()).toMatchObject([{ port: 2, service: { name: 'renamed' }, containerPort: 81 }]);
    // It was not closed in between.
    expect(binds.filter((one) => one === 2)).toHaveLength(1);
  });

  it('tells of a port of a service that is taken, and tries for it until it is given up', async () => {
    taken.add(1);
    const service = { id: 's1', name: 'site' };
    const binding = { protocol: 'tcp', address: '127.0.0.1', port: 1, containerPort: 80, service } as const;
    await table.serve([binding]);
    expect(table.list()).toMatchObject([
      { port: 1, problem: { code: 'port-unavailable' }, holder: { pid: 99 } },
    ]);
    taken.clear();
    await until(() => table.list()[0]?.problem === null);
    await table.serve([]);
    await until(() => listening.size === 0);
    expect(table.list()).toEqual([]);
  });

  it('takes names from the engine, and keeps those that it does not tell any more', async () => {
    await table.ask(port(8080), false);
    table.name(() => ({ id: 'a1', name: 'web' }));
    table.name(() => undefined);
    expect(table.list()).toMatchObject([{ container: { name: 'web' } }]);
  });

  it('publishes some thousand ports and no more, whatever the guest says', async () => {
    for (let at = 0; at < 8_192; at += 1) {
      const given = { ...port(1 + (at % 60_000), at + 1), address: `127.0.${at % 200}.1` };
      void table.ask(given, true);
    }
    expect(await table.ask(port(9_999, 100_000), true)).toMatchObject({
      message: expect.stringContaining('8192'),
    });
  });

  it('opens nothing once it is closed', async () => {
    await table.close();
    expect(await table.ask(port(8080), false)).not.toBeNull();
    expect(binds).toEqual([]);
  });
});
