import type { Terminal } from '@xterm/xterm';
import { toFailure } from '../../../main/contract/errors.ts';
import type { TerminalTarget } from '../../../main/contract/terminal.ts';
import { call, listen } from '../../bridge.ts';
import type { TerminalState } from '../../state/terminals-store.ts';

/** The way from a screen to the shell behind it. */
export interface TerminalConnection {
  /** Opens a shell; one that is open already is ended first. */
  open(target: TerminalTarget): void;
  /** Ends the shell. */
  close(): void;
}

/** Largest piece of a paste that is sent at once; the next follows when the shell has taken it. */
const longestWrite = 65_536;

/** Connects a screen; `tell` hears how it is with the shell. */
export function connectTerminal(
  terminal: Terminal,
  tell: (state: TerminalState) => void,
): TerminalConnection {
  /** The shell's id in the contract; undefined while there is none. */
  let id: string | undefined;

  const end = (state: TerminalState) => {
    id = undefined;
    terminal.options.disableStdin = true;
    terminal.options.cursorBlink = false;
    tell(state);
  };
  const stops = [
    listen('terminal.data', ({ terminal: from, data }) => {
      if (from !== id) return;
      // Said once the screen has taken it in: that is what keeps a flood from filling the page's memory.
      terminal.write(data, () => {
        if (from === id)
          call('terminal.acknowledge', { terminal: from, characters: data.length }).catch(() => undefined);
      });
    }),
    listen('terminal.exit', ({ terminal: from, code, failure }) => {
      if (from === id) end({ kind: 'ended', code, ...(failure && { failure }) });
    }),
  ];

  const open = async (target: TerminalTarget, own: string) => {
    try {
      await call('terminal.open', { terminal: own, target, columns: terminal.cols, rows: terminal.rows });
      if (own !== id) return;
      tell({ kind: 'open' });
      // It may have been made larger or smaller meanwhile.
      resize(own, terminal.cols, terminal.rows);
    } catch (error) {
      if (own === id) end({ kind: 'failed', failure: toFailure(error) });
    }
  };

  let writing = Promise.resolve();
  terminal.onData((data) => {
    const own = id;
    for (let start = 0; start < data.length; start += longestWrite) {
      const piece = data.slice(start, start + longestWrite);
      writing = writing
        .then(async () => {
          if (own !== undefined && own === id) await call('terminal.write', { terminal: own, data: piece });
        })
        .catch(() => undefined);
    }
  });
  terminal.onResize(({ cols, rows }) => {
    if (id !== undefined) resize(id, cols, rows);
  });

  const close = () => {
    if (id !== undefined) call('terminal.close', { terminal: id }).catch(() => undefined);
    id = undefined;
  };
  return {
    open(target) {
      close();
      const own = crypto.randomUUID();
      id = own;
      terminal.options.disableStdin = false;
      tell({ kind: 'opening' });
      // What is typed ahead waits until there is somebody to type it to.
      writing = open(target, own);
    },
    close() {
      for (const stop of stops) stop();
      close();
    },
  };
}

/** A shell that has just ended, or is not there yet, needs no size. */
function resize(terminal: string, columns: number, rows: number): void {
  call('terminal.resize', { terminal, columns, rows }).catch(() => undefined);
}
