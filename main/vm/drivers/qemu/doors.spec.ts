import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doorSocket, findDoorSockets } from '../../../home/paths.ts';
import { abortAfter } from '../../../util/wait.ts';
import { createDoors, forwardedPort, quoteWord } from './doors.ts';
import type { Qmp } from './qmp.ts';

let run: string;
/** What QEMU's human monitor was told. */
let told: string[];
let answer: (line: string) => string;

beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'doors with "spaces" -'));
  told = [];
  answer = () => '';
});

afterEach(() => rm(run, { recursive: true, force: true }));

const qmp: Qmp = {
  async execute(command, parameters) {
    expect(command).toBe('human-monitor-command');
    const line = String(parameters['command-line']);
    told.push(line);
    return answer(line);
  },
  onEvent: () => undefined,
  closed: new Promise(() => undefined),
  close: () => undefined,
};

const usernet = (port: number) => `Hub -1 (net0):
  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ
  TCP[HOST_FORWARD]  12  109.112.47.119 12148       10.0.2.15 61440     0     0
  UDP[HOST_FORWARD]  14       127.0.0.1 ${port}       10.0.2.15 61441     0     0
`;

describe('doors', () => {
  it('make a way of TCP once, and reach it', async () => {
    const server = createServer((socket) => socket.end('guest'));
    answer = () => {
      server.listen(doorSocket({ run }, 61_440));
      return '';
    };
    const doors = createDoors(qmp, { run }, true);
    await Promise.all([doors.open('tcp', 61_440), doors.open('tcp', 61_440)]);
    await doors.open('tcp', 61_440);
    expect(told).toEqual([`hostfwd_add net0 ${quoteWord(`unix:${run}/p61440.sock-:61440`)}`]);
    const stream = await doors.connect(61_440, abortAfter(1_000));
    const [said] = await once(stream, 'data');
    expect(String(said)).toBe('guest');
    expect(await findDoorSockets({ run })).toEqual([doorSocket({ run }, 61_440)]);
    // A host that comes later finds it, and has none made in its place.
    await createDoors(qmp, { run }, true).open('tcp', 61_440);
    expect(told).toHaveLength(1);
    server.close();
  });

  it('find the port of the loopback that QEMU has chosen for one of UDP, and take it back', async () => {
    answer = (line) => (line === 'info usernet' && told.length > 1 ? usernet(41_234) : '');
    const doors = createDoors(qmp, { run }, true);
    await doors.open('udp', 61_441);
    expect(doors.datagramPort(61_441)).toBe(41_234);
    await doors.close('udp', 61_441);
    expect(doors.datagramPort(61_441)).toBeUndefined();
    expect(told).toEqual([
      ...['info usernet', 'hostfwd_add net0 "udp:127.0.0.1:0-:61441"', 'info usernet'],
      'hostfwd_remove net0 udp:127.0.0.1:41234',
    ]);
  });

  it('take back what a host before this one has made, before it is made again', async () => {
    answer = (line) =>
      line === 'info usernet' && told.at(-2) !== 'hostfwd_remove net0 udp:127.0.0.1:41234'
        ? usernet(41_234)
        : '';
    const doors = createDoors(qmp, { run }, true);
    await Promise.all([doors.close('udp', 61_441), doors.open('udp', 61_441)]);
    expect(told).toEqual([
      ...['info usernet', 'hostfwd_remove net0 udp:127.0.0.1:41234'],
      ...['info usernet', 'hostfwd_add net0 "udp:127.0.0.1:0-:61441"', 'info usernet'],
    ]);
    expect(doors.datagramPort(61_441)).toBe(41_234);
  });

  it('make a way of TCP again whose socket was taken away', async () => {
    const doors = createDoors(qmp, { run }, true);
    await writeFile(doorSocket({ run }, 61_440), '');
    await doors.open('tcp', 61_440);
    expect(told).toEqual([]);
    await rm(doorSocket({ run }, 61_440));
    await doors.open('tcp', 61_440);
    expect(told).toHaveLength(1);
    // It cannot be taken back: nothing is asked for.
    await doors.close('tcp', 61_440);
    expect(told).toHaveLength(1);
  });

  it('go by the loopback where QEMU has no unix forwards, and are taken back', async () => {
    answer = (line) =>
      line === 'info usernet' && told.length > 1 ? usernet(41_234).replace('UDP', 'TCP') : '';
    const doors = createDoors(qmp, { run }, false);
    await doors.open('tcp', 61_441);
    expect(told[1]).toBe('hostfwd_add net0 "tcp:127.0.0.1:0-:61441"');
    await doors.close('tcp', 61_441);
    expect(told[3]).toBe('hostfwd_remove net0 tcp:127.0.0.1:41234');
  });

  it('say why there is none in QEMU’s words, and try again when asked again', async () => {
    answer = () => "Could not set up host forwarding rule 'x'\r\nmore";
    const doors = createDoors(qmp, { run }, true);
    await expect(doors.open('tcp', 61_440)).rejects.toMatchObject({
      code: 'qemu-failed',
      message: expect.stringContaining("Could not set up host forwarding rule 'x'."),
    });
    answer = () => '';
    await doors.open('tcp', 61_440);
  });
});

describe('forwardedPort', () => {
  it('tells protocols and doors apart', () => {
    expect(forwardedPort(usernet(5), 'udp', 61_441)).toBe(5);
    expect(forwardedPort(usernet(5), 'tcp', 61_441)).toBeUndefined();
    expect(forwardedPort(usernet(5), 'tcp', 61_440)).toBeUndefined();
  });
});
