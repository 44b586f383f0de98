import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { SlipwayError } from '../../contract/errors.ts';
import { withDeadline } from '../../util/wait.ts';

/** An emulated guest under load answers within a second or two. In milliseconds. */
const answerDeadlineMs = 15_000;

/** What a guest may say without an end of line; more is not an answer of ours. In bytes. */
const longestLineBytes = 65_536;

/** A conversation with the guest's control script (vm-assets/root/usr/lib/slipway/control), over a virtio-serial port. */
export interface ControlPort {
  /**
   * Says a verb and its arguments (without white space in them) and gives the answer's text. Waits until the guest
   * listens; rejects with `guest-failed` in the guest's words, or with `guest-unreachable` after `deadlineMs`.
   */
  ask(words: readonly string[], signal: AbortSignal, deadlineMs?: number): Promise<string>;
  /** Lets go of the port: the next host may take it up. */
  close(): void;
}

/**
 * Takes up the conversation at `path`, where QEMU listens. QEMU hears one at a time. What cannot be connected is told by
 * the first question, since not every VM is asked one. `trace` hears each question's verb and how it was answered.
 */
export function openControlPort(path: string, trace: (line: string) => void = () => undefined): ControlPort {
  const waiting = new Map<string, (verdict: string, text: string) => void>();
  // Not those of the host before: its answers may still be under way.
  const prefix = randomBytes(4).toString('hex');
  let nextId = 1;
  const socket = connect(path);
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  readLines(socket, (line) => {
    const [id = '', verdict = '', ...text] = line.split(' ');
    waiting.get(id)?.(verdict, text.join(' '));
  });

  return {
    ask(words, signal, deadlineMs = answerDeadlineMs) {
      const id = `${prefix}-${nextId++}`;
      const question = words.join(' ');
      const ask = (inner: AbortSignal) =>
        new Promise<string>((resolve, reject) => {
          if (socket.destroyed) return reject(unreachable(question));
          const forget = () => {
            waiting.delete(id);
            socket.off('close', lost);
            inner.removeEventListener('abort', forget);
          };
          const lost = () => {
            forget();
            reject(unreachable(question));
          };
          waiting.set(id, (verdict, text) => {
            forget();
            trace(`guest answered ${id} ${verb(question)}: ${verdict}`);
            if (verdict === 'ok') resolve(text);
            else reject(refused(question, text));
          });
          socket.once('close', lost);
          inner.addEventListener('abort', forget, { once: true });
          trace(`guest asked ${id} ${verb(question)}`);
          socket.write(`${id} ${question}\n`);
        });
      return withDeadline(deadlineMs, signal, unreachableFailure(question), ask);
    },
    close: () => socket.destroy(),
  };
}

function readLines(socket: Socket, hear: (line: string) => void): void {
  let rest = '';
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-longestLineBytes);
    for (const line of lines) hear(line.trimEnd());
  });
}

function unreachable(question: string): SlipwayError {
  return new SlipwayError(unreachableFailure(question));
}

function unreachableFailure(question: string) {
  return {
    code: 'guest-unreachable' as const,
    message: `The guest did not answer on its control port: ${verb(question)}.`,
    hint: '`slipway restart` starts it anew; `slipway logs --source console` shows what it said last.',
  };
}

function refused(question: string, text: string): SlipwayError {
  return new SlipwayError({
    code: 'guest-failed',
    message: `The guest could not do "${verb(question)}": ${text || 'it gave no reason'}.`,
    hint: 'See the guest’s console: `slipway logs --source console`.',
  });
}

/** The arguments may be random bytes for the guest's pools, or long. */
function verb(question: string): string {
  return question.split(' ', 1)[0] ?? '';
}
