import { access } from 'node:fs/promises';
import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { SlipwayError } from '../contract/errors.ts';
import { EngineRefusal } from '../engine/http.ts';
import { pingEngine } from '../engine/probe.ts';
import { type Relay, startRelay } from '../forward/relay.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/**
 * The app's own way to the engine, beside the socket of its clients: open while the VM runs, refused at once otherwise.
 * What goes through it neither wakes the VM nor keeps it awake.
 */
export function openOwnSocket(path: string, supervisor: Supervisor): Promise<Relay> {
  return startRelay(path, async (signal): Promise<Duplex> => {
    const { kind } = supervisor.view().state;
    if (kind === 'running') return supervisor.connectEngine(signal);
    throw new SlipwayError({
      code: 'not-running',
      message: `The engine is not running (${kind}), and this socket does not wake it.`,
      hint: 'Start it with `slipway start`.',
    });
  });
}

/** Asks whether the engine answers. */
export type Ping = (isRunning: boolean, signal: AbortSignal) => Promise<void>;

/**
 * How many pings go over one connection. To make and to end one is most of what a ping costs an emulated guest that rests; but a kept
 * one alone would hide that new ones fail.
 */
const pingsPerConnection = 3;

/**
 * To be called running the engine has to answer over the very socket of its clients; then it is asked beside it, since looking after a
 * VM is no use of it. One ping at a time.
 */
export function pingBeside(paths: HomePaths): Ping {
  let agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let asked = 0;
  const renew = () => {
    agent.destroy();
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    asked = 0;
  };
  const ask = async (signal: AbortSignal): Promise<void> => {
    if (asked === pingsPerConnection) renew();
    asked += 1;
    const isKept = Object.keys(agent.freeSockets).length > 0;
    try {
      await pingEngine(paths.ownSocket, signal, agent);
    } catch (error) {
      renew();
      if (!isKept || signal.aborted || error instanceof EngineRefusal) throw error;
      // What kept its end may be gone, and another engine there.
      await ask(signal);
    }
  };
  return async (isRunning, signal) => {
    if (!isRunning) {
      renew();
      return pingEngine(paths.dockerSocket, signal);
    }
    await access(paths.dockerSocket);
    await ask(signal);
  };
}
