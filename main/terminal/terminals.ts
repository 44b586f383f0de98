import { StringDecoder } from 'node:string_decoder';
import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { EventOf, Handlers } from '../contract/requests.ts';
import type { CheckedTarget, TerminalEvents, terminalRequests } from '../contract/terminal.ts';
import type { Shell, TerminalSize } from '../util/shell.ts';
import { createFlowControl, type FlowControl } from './flow-control.ts';

/** Milliseconds for which output is gathered before it is sent; short enough not to be felt while typing. */
const gatherMs = 5;

/** Characters that are sent without waiting for more. */
const gatherAtMost = 32_768;

/** Most terminals that one window may have open. */
const mostTerminals = 50;

/** Opens a shell at a target. */
export type OpenShell = (target: CheckedTarget, size: TerminalSize, signal: AbortSignal) => Promise<Shell>;

/** Hears what terminals announce. */
export type AnnounceTerminal = (event: EventOf<TerminalEvents>) => void;

/** The terminals of one window. */
export interface Terminals {
  readonly handlers: Handlers<typeof terminalRequests>;
  /** Ends all of them: the window has gone or was loaded anew. */
  closeAll(): void;
}

interface OpenTerminal {
  readonly shell: Shell;
  readonly flow: FlowControl;
}

/** Builds the terminals of one window. */
export function createTerminals(openShell: OpenShell, announce: AnnounceTerminal): Terminals {
  const open = new Map<string, OpenTerminal>();
  const opening = new Map<string, AbortController>();

  const connect = (id: string, shell: Shell) => {
    const decoder = new StringDecoder('utf8');
    const flow = createFlowControl(shell.stream);
    let gathered = '';
    let timer: NodeJS.Timeout | undefined;
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      if (gathered === '') return;
      const data = gathered;
      gathered = '';
      flow.sent(data.length);
      announce({ name: 'terminal.data', payload: { terminal: id, data } });
    };
    open.set(id, { shell, flow });
    shell.stream.on('data', (piece: Buffer) => {
      gathered += decoder.write(piece);
      if (gathered.length >= gatherAtMost) flush();
      else timer ??= setTimeout(flush, gatherMs);
    });
    // Whoever opened the shell may have paused it for us.
    shell.stream.resume();
    // The end says the same, and comes after it.
    shell.stream.on('error', () => undefined);
    const end = (code: number | null, failure?: Failure) => {
      flush();
      if (!open.delete(id)) return;
      announce({ name: 'terminal.exit', payload: { terminal: id, code, ...(failure && { failure }) } });
    };
    shell.exit.then(
      (code) => end(code),
      (error: unknown) => end(null, toFailure(error)),
    );
  };

  const find = (id: string): OpenTerminal => {
    const terminal = open.get(id);
    if (terminal !== undefined) return terminal;
    throw new SlipwayError({
      code: 'not-found',
      message: 'This terminal has ended.',
      hint: 'Open a new one.',
    });
  };

  return {
    handlers: {
      async 'terminal.open'({ terminal: id, target, columns, rows }, signal) {
        if (open.has(id) || opening.has(id)) throw refused('it is open already', 'Open a new one.');
        if (open.size + opening.size >= mostTerminals)
          throw refused(`${mostTerminals} are open`, 'Close one first.');
        const closed = new AbortController();
        opening.set(id, closed);
        try {
          const until = AbortSignal.any([signal, closed.signal]);
          const shell = await openShell(target, { columns, rows }, until);
          if (until.aborted) {
            // Nobody is left to hear how it ends.
            shell.exit.catch(() => undefined);
            shell.close();
          } else {
            connect(id, shell);
          }
        } finally {
          opening.delete(id);
        }
      },
      async 'terminal.write'({ terminal, data }) {
        const { stream } = find(terminal).shell;
        if (!stream.write(data)) {
          await new Promise<void>((resolve) => {
            stream.once('drain', resolve);
            stream.once('close', resolve);
          });
        }
      },
      async 'terminal.resize'({ terminal, columns, rows }) {
        await find(terminal).shell.resize(columns, rows);
      },
      async 'terminal.acknowledge'({ terminal, characters }) {
        open.get(terminal)?.flow.acknowledged(characters);
      },
      async 'terminal.close'({ terminal }) {
        opening.get(terminal)?.abort();
        const found = open.get(terminal);
        open.delete(terminal);
        found?.shell.close();
      },
    },
    closeAll() {
      for (const closed of opening.values()) closed.abort();
      for (const { shell } of open.values()) shell.close();
      open.clear();
    },
  };
}

function refused(why: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'invalid-argument', message: `Could not open a terminal: ${why}.`, hint });
}
