import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { SharedChange } from '../../contract/shares.ts';
import { encodePath, longestLine, parseWatchesLine, type WatchesMessage } from './watches-line.ts';

/** A conversation with what knows the guest's watchers, over a virtio-serial port. */
export interface WatchesChannel {
  /** Hears what the guest says from now on. To be called before the guest is asked for anything. */
  onMessage(listener: (message: WatchesMessage) => void): void;
  /** Asks for all that is watched; `told` with the same word ends the answer. Answers that word. */
  list(): string;
  /** Has the guest's watchers told of these changes. Resolves when the guest has taken them in, or is gone. */
  tell(changes: readonly SharedChange[]): Promise<void>;
  /** Lets go of it: the next host may take it up. */
  close(): void;
}

/** Takes up the conversation at `path`, where QEMU listens. `trace` hears every line. Never throws: what is lost is silent. */
export function openWatchesChannel(
  path: string,
  trace: (line: string) => void = () => undefined,
): WatchesChannel {
  let hear: (message: WatchesMessage) => void = () => undefined;
  let rest = '';
  const socket = connect(path);
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-2 * longestLine);
    for (const line of lines) {
      const message = parseWatchesLine(line);
      trace(message === undefined ? 'watches: a line that is none' : `watches heard: ${line}`);
      if (message !== undefined) hear(message);
    }
  });
  const say = (text: string): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve();
      const done = () => {
        socket.off('close', done);
        resolve();
      };
      socket.once('close', done);
      // Before it is connected, what is written waits.
      socket.write(text, done);
    });
  return {
    onMessage(listener) {
      hear = listener;
    },
    list() {
      const word = randomBytes(4).toString('hex');
      trace(`watches said: list ${word}`);
      // What the host before has left half said ends here.
      void say(`\nlist ${word}\n`);
      return word;
    },
    tell(changes) {
      const lines = changes.map(
        ({ path: changed, at }) => `changed ${(at / 1000).toFixed(3)} ${encodePath(changed)}`,
      );
      for (const line of lines) trace(`watches said: ${line}`);
      return say(lines.map((line) => `${line}\n`).join(''));
    },
    close: () => socket.destroy(),
  };
}
