import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { loadAssets } from '../../main/assets.ts';
import { connectPatiently } from '../../main/util/connect-patiently.ts';
import { abortAfter, delay, withDeadline } from '../../main/util/wait.ts';
import { quoteForShell, writeQemuProgram } from '../support/qemu-program.ts';
import type { Sleeper } from './sleeper.ts';

/** At which of a host's commands to QEMU the gate closes: it is not passed on, or it is and its answer is the last. */
export type GatePlace = { readonly before: string } | { readonly after: string };

/**
 * Stands between a host and the monitor of its QEMU, both the real ones, and passes on what they say. Closed at a command of the
 * host's, it makes the host wait at exactly that step, however busy the machine is: a moment to kill something in.
 */
export interface MonitorGate {
  /** Closes when the next such command comes; whom it holds already it goes on holding. Answers how to wait for that. */
  closeAt(place: GatePlace): { readonly reached: () => Promise<void> };
  /** Passes on everything that was held, and everything from now on. */
  open(): void;
  end(): Promise<void>;
}

/** How long a host may take until it says what is waited for, in milliseconds: a sleep and a wake take seconds. */
const reachedWithinMs = 60_000;

/** From the start of QEMU to its monitor, in milliseconds. */
const monitorWithinMs = 10_000;

/** Names a QEMU with a gate in the settings of an instance that does not run. */
export async function gateMonitor(vm: Sleeper): Promise<MonitorGate> {
  const [own, program] = [join(vm.userHome, 'gate.sock'), join(vm.userHome, 'gated-qemu')];
  const { qemu } = await loadAssets();
  await writeQemuProgram(program, qemu?.dir ?? null, { before: putGateInPlace(own) });
  const set = await vm.slipway(['settings', 'set', 'qemu.path', program]);
  if (set.code !== 0) throw new Error(set.stderr);

  let place: GatePlace | undefined;
  let close: () => void = () => undefined;
  const atPlace = (command: string): 'before' | 'after' | undefined => {
    if (place === undefined) return undefined;
    const side = 'before' in place ? 'before' : 'after';
    if (command !== ('before' in place ? place.before : place.after)) return undefined;
    place = undefined;
    close();
    return side;
  };

  const conversations = new Set<Conversation>();
  const server = createServer((host) => {
    const conversation = converse(host, join(vm.paths.run, 'gated.sock'), atPlace);
    conversations.add(conversation);
    host.once('close', () => conversations.delete(conversation));
  });
  await new Promise<void>((resolve) => server.listen(own, resolve));

  return {
    closeAt(given) {
      place = given;
      const closed = new Promise<void>((resolve) => {
        close = resolve;
      });
      const late = { message: `The host never said ${JSON.stringify(given)} to QEMU.`, hint: 'None.' };
      const { signal } = new AbortController();
      return { reached: () => withDeadline(reachedWithinMs, signal, late, () => closed) };
    },
    open() {
      place = undefined;
      for (const conversation of conversations) conversation.open();
    },
    async end() {
      for (const conversation of conversations) conversation.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Gives QEMU's monitor another name, and its own name to the gate. Through QEMU's own entry in /proc, which is gone at the very
 * moment in which QEMU is: like a monitor's socket, the gate answers for a QEMU that lives, and for none that was killed.
 */
function putGateInPlace(gate: string): string {
  return `for word; do
  shift
  case $word in unix:qmp.sock,*)
    ln -sf "/proc/$$/root"${quoteForShell(gate)} qmp.sock
    word=unix:gated.sock,\${word#*,} ;;
  esac
  set -- "$@" "$word"
done`;
}

interface Conversation {
  /** Says what was held, and holds nothing any more. */
  open(): void;
  end(): void;
}

/** Passes on what a host says, command by command, and what QEMU answers. What is held when the host ends is never said. */
function converse(
  host: Socket,
  monitor: string,
  atPlace: (command: string) => 'before' | 'after' | undefined,
): Conversation {
  const waiting: string[] = [];
  let qemu: { write(line: string): void } | undefined;
  let isHeld = false;
  const passOn = () => {
    while (qemu !== undefined && !isHeld) {
      const [line] = waiting;
      if (line === undefined) return;
      const side = atPlace((JSON.parse(line) as { readonly execute: string }).execute);
      isHeld = side !== undefined;
      if (side === 'before') return;
      waiting.shift();
      qemu.write(`${line}\n`);
    }
  };

  let rest = '';
  host.setEncoding('utf8');
  host.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    waiting.push(...lines);
    passOn();
  });
  host.on('error', () => host.destroy());
  connectWhenThere(monitor, host).then(
    (connected) => {
      qemu = connected;
      connected.on('error', () => connected.destroy());
      connected.on('data', (text: Buffer) => host.write(text));
      connected.once('close', () => host.destroy());
      host.once('close', () => connected.destroy());
      passOn();
    },
    () => host.destroy(),
  );
  return {
    open() {
      isHeld = false;
      passOn();
    },
    end: () => void host.destroy(),
  };
}

/** QEMU makes its socket some time after it was started. */
async function connectWhenThere(path: string, host: Socket) {
  const deadline = abortAfter(monitorWithinMs);
  for (;;) {
    try {
      return await connectPatiently(path, deadline);
    } catch (error) {
      if (host.destroyed || deadline.aborted) throw error;
      await delay(10);
    }
  }
}
