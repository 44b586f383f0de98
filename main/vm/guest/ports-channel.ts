import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { createLeads, type Leads } from './leads.ts';
import { longestLine, type PortsMessage, parsePortsLine } from './ports-line.ts';

/** How long a refusal may be, in characters: it is a part of what `docker run` prints. */
const longestReason = 500;

/** Messages that are being dealt with at a time; dockerd publishes the ports of each container one after the other. */
const mostAtOnce = 64;

/** A conversation with the guest's broker of ports, over a virtio-serial port. */
export interface PortsChannel extends Leads {
  /**
   * Hears what the guest says from now on, once. To be called before the guest is asked for anything. A guest that says more than
   * the listener is done with, or that does not hear the answers, is not heard until that has changed.
   */
  onMessage(listener: (message: PortsMessage) => void | Promise<void>): void;
  /** Asks for all that is published; `listed` with the same word ends the answer. Answers that word. */
  list(): string;
  /** Lets a container have the port that was asked for, or says in one line why not. */
  answer(id: number, refusal: string | undefined): void;
  /** Lets go of it: the next host may take it up. */
  close(): void;
}

/** Takes up the conversation at `path`, where QEMU listens. `trace` hears every line. Never throws: what is lost is silent. */
export function openPortsChannel(
  path: string,
  trace: (line: string) => void = () => undefined,
): PortsChannel {
  let hear: (message: PortsMessage) => void | Promise<void> = () => undefined;
  const socket = connect(path);
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  const leads = createLeads((line) => say(line));
  let rest = '';
  /** Whole lines of what was read last that nobody has looked at. */
  let lines: string[] = [];
  let atOnce = 0;

  const take = async (line: string) => {
    const message = parsePortsLine(line);
    trace(message === undefined ? 'ports: a line that is none' : `ports heard: ${line}`);
    if (message === undefined) return;
    if (message.kind === 'led' || message.kind === 'unled') return leads.hear(message);
    const dealt = hear(message);
    if (dealt === undefined) return;
    atOnce += 1;
    await dealt.catch((error: Error) => trace(`ports: ${error.message}`));
    atOnce -= 1;
    proceed();
  };
  const proceed = () => {
    while (lines.length > 0 && atOnce < mostAtOnce && !socket.writableNeedDrain)
      void take(lines.shift() ?? '');
    if (lines.length > 0) socket.pause();
    else socket.resume();
  };
  socket.on('drain', proceed);
  socket.on('data', (text: string) => {
    const whole = (rest + text).split('\n');
    rest = (whole.pop() ?? '').slice(-2 * longestLine);
    lines = lines.concat(whole);
    proceed();
  });
  const say = (line: string) => {
    trace(`ports said: ${line}`);
    // Before it is connected, what is written waits.
    if (!socket.destroyed) socket.write(`${line}\n`);
  };
  return {
    onMessage(listener) {
      hear = listener;
    },
    list() {
      const word = randomBytes(4).toString('hex');
      // What the host before has left half said ends here.
      say(`\nlist ${word}`);
      leads.begin();
      return word;
    },
    answer: (id, refusal) =>
      say(
        refusal === undefined ? `opened ${id}` : `refused ${id} ${oneLine(refusal).slice(0, longestReason)}`,
      ),
    lead: leads.lead,
    unlead: leads.unlead,
    close: () => socket.destroy(),
  };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
