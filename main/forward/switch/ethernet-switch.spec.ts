import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { type EthernetSwitch, openEthernetSwitch } from './ethernet-switch.ts';
import { createFrameReader, framed } from './frames.ts';

/** A network card: what it sends and what has come. */
interface Card {
  readonly socket: Socket;
  readonly heard: string[];
  send(destination: string, source: string, content: string): void;
}

const everybody = 'ffffffffffff';
const address = (number: number) => `0253000000${number.toString(16).padStart(2, '0')}`;
let folder: string;
let path: string;
let network: EthernetSwitch;
let cards: Card[];

const until = (isSo: () => boolean) => poll(2, abortAfter(8_000), () => (isSo() ? true : undefined));

async function plugIn(): Promise<Card> {
  const before = network.ports();
  const socket = connect(path);
  socket.on('error', () => undefined);
  const heard: string[] = [];
  const reader = createFrameReader();
  socket.on('data', (chunk) => {
    for (const { bytes } of reader.read(chunk)) heard.push(bytes.toString('utf8', 18));
  });
  const card: Card = {
    ...{ socket, heard },
    send(destination, source, content) {
      const head = Buffer.from(`${destination}${source}0800`, 'hex');
      socket.write(framed(Buffer.concat([head, Buffer.from(content)])));
    },
  };
  cards.push(card);
  await until(() => network.ports() > before);
  return card;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switch-'));
  path = join(folder, 'switch.sock');
  network = await openEthernetSwitch(path);
  cards = [];
});

afterEach(async () => {
  for (const { socket } of cards) socket.destroy();
  await network.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the switch', () => {
  it('passes what is for all, or for nobody known, to all others', async () => {
    const [one, two, three] = [await plugIn(), await plugIn(), await plugIn()];
    one.send(everybody, address(1), 'who is there?');
    one.send(address(9), address(1), 'nine?');
    await until(() => two.heard.length === 2 && three.heard.length === 2);
    expect([one.heard, two.heard]).toEqual([[], ['who is there?', 'nine?']]);
  });

  it('learns who is where, and passes the rest to them alone', async () => {
    const [one, two, three] = [await plugIn(), await plugIn(), await plugIn()];
    two.send(everybody, address(2), 'two is here');
    await until(() => one.heard.length === 1 && three.heard.length === 1);
    one.send(address(2), address(1), 'for two');
    two.send(address(1), address(2), 'for one');
    await until(() => two.heard.length === 1 && one.heard.length === 2);
    expect(three.heard).toEqual(['two is here']);
    expect(one.heard).toEqual(['two is here', 'for one']);
  });

  it('passes nothing back to where it came from', async () => {
    const [one, two] = [await plugIn(), await plugIn()];
    one.send(everybody, address(1), 'one');
    one.send(address(1), address(3), 'to a neighbour behind the same card');
    one.send(everybody, address(3), 'three');
    await until(() => two.heard.length === 2);
    expect([one.heard, two.heard]).toEqual([[], ['one', 'three']]);
  });

  it('keeps the order, and frames of every size whole', async () => {
    const [one, two] = [await plugIn(), await plugIn()];
    const sent = Array.from({ length: 300 }, (_, number) => `${number} `.padEnd((number * 97) % 1_500, '.'));
    for (const content of sent) one.send(everybody, address(1), content);
    await until(() => two.heard.length === sent.length);
    expect(two.heard).toEqual(sent);
  });

  it('lets go of who sends no frames, and serves the others on', async () => {
    const [one, two, three] = [await plugIn(), await plugIn(), await plugIn()];
    one.socket.write('GET / HTTP/1.1\r\n\r\n');
    await until(() => one.socket.destroyed);
    two.send(everybody, address(2), 'still here');
    await until(() => three.heard.length === 1);
    expect(network.ports()).toBe(2);
  });

  it('forgets who is gone, so that their address is found at another place', async () => {
    const [one, two] = [await plugIn(), await plugIn()];
    two.send(everybody, address(2), 'before');
    await until(() => one.heard.length === 1);
    two.socket.destroy();
    await until(() => network.ports() === 1);
    const moved = await plugIn();
    one.send(address(2), address(1), 'where are you?');
    await until(() => moved.heard.length === 1);
  });

  it('drops what a card does not take in, and passes on once it does', async () => {
    const [one, slow, quick] = [await plugIn(), await plugIn(), await plugIn()];
    slow.socket.pause();
    const content = '.'.repeat(60_000);
    // More than the switch keeps and the system's own buffers take.
    while (network.dropped() === 0) {
      one.send(everybody, address(1), content);
      await delay(1);
    }
    const sent = quick.heard.length;
    expect(sent).toBeGreaterThan(0);
    slow.socket.resume();
    const isLast = ({ heard }: Card) => heard.at(-1) === 'the last';
    await until(() => {
      // Dropped, too, for as long as the card is behind.
      if (!isLast(slow) || !isLast(quick)) one.send(everybody, address(1), 'the last');
      return isLast(slow) && isLast(quick);
    });
    const long = ({ heard }: Card) => heard.filter((one) => one === content).length;
    expect(long(slow)).toBeLessThan(long(quick));
  });

  it('keeps little for a card that does not take it in, however small the frames are', async () => {
    const [one, slow, quick] = [await plugIn(), await plugIn(), await plugIn()];
    slow.send(everybody, address(2), 'slow is here');
    await until(() => one.heard.length === 1);
    slow.socket.pause();
    // Each comes with much that is for nobody: it must not be kept with it.
    const nothing = Array.from({ length: 40 }, () =>
      framed(Buffer.from(`${address(1)}${address(1)}0800`.padEnd(2_800, '0'), 'hex')),
    );
    const small = framed(Buffer.from(`${address(2)}${address(1)}0800`, 'hex'));
    const chunk = Buffer.concat([...nothing, small]);
    const before = process.memoryUsage().arrayBuffers;
    let sent = 0;
    while (network.dropped() === 0) {
      if (!one.socket.write(chunk)) await new Promise((resolve) => one.socket.once('drain', resolve));
      sent += 1;
    }
    expect(sent * chunk.length).toBeGreaterThan(100 * 1024 * 1024);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128 * 1024 * 1024);
    expect(quick.heard).toEqual(['slow is here']);
  });

  it('is for its owner alone, listens anew when its socket was removed, and leaves none behind', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const one = await plugIn();
    await rm(path);
    expect(await network.keep()).toBe(true);
    const two = await plugIn();
    one.send(everybody, address(1), 'as before');
    await until(() => two.heard.length === 1);
    await network.close();
    await until(() => one.socket.destroyed && two.socket.destroyed);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
