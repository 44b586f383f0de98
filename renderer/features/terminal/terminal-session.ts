import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { toFailure } from '../../../main/contract/errors.ts';
import type { TerminalTarget } from '../../../main/contract/terminal.ts';
import { call, listen } from '../../bridge.ts';
import { copyText } from '../../state/actions.ts';
import { visibleOutput } from '../../text/visible-text.ts';
import { terminalTheme } from './terminal-theme.ts';

/** A terminal on the screen and the shell behind it. */
export interface TerminalSession {
  /** Fits it into its box, once the box has a size. */
  fit(): void;
  focus(): void;
  /** Ends the shell and takes the screen away. */
  dispose(): void;
}

/** Largest piece of a paste that is sent at once; the next follows when the shell has taken it. */
const longestWrite = 65_536;

/** Opens a shell and shows it in `box`. What goes wrong is written into the terminal. */
export function startTerminal(box: HTMLElement, target: TerminalTarget): TerminalSession {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(box).fontFamily,
    fontSize: 12.5,
    lineHeight: 1.2,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    scrollback: 5_000,
    // What cannot be read is darkened or lightened until it can: WCAG's ratio for text of this size.
    minimumContrastRatio: 4.5,
    screenReaderMode: false,
    theme: terminalTheme(),
  });
  const fitter = new FitAddon();
  terminal.loadAddon(fitter);
  ignoreDangerousSequences(terminal);
  terminal.open(box);
  fitter.fit();

  const schemes = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => {
    terminal.options.theme = terminalTheme();
  };
  schemes.addEventListener('change', recolour);

  const connection = connect(terminal, target);
  copyAndPaste(terminal);

  return {
    fit() {
      if (box.clientWidth > 0 && box.clientHeight > 0) fitter.fit();
    },
    focus: () => terminal.focus(),
    dispose() {
      schemes.removeEventListener('change', recolour);
      connection.close();
      terminal.dispose();
    },
  };
}

/**
 * What a program writes may colour the screen, and nothing else: no links (OSC 8), no clipboard (OSC 52), no window
 * title (OSC 0, 1, 2), no change of our colours (OSC 4, 10, 11, 12).
 */
function ignoreDangerousSequences(terminal: Terminal): void {
  for (const code of [0, 1, 2, 4, 8, 10, 11, 12, 52]) terminal.parser.registerOscHandler(code, () => true);
}

function connect(terminal: Terminal, target: TerminalTarget): { close(): void } {
  let id: string | undefined;
  let closed = false;
  // Output can come before the answer that names the terminal it belongs to.
  const early = new Map<string, string>();

  const show = (data: string) => {
    terminal.write(data, () => {
      if (id !== undefined && !closed) {
        call('terminal.acknowledge', { terminal: id, characters: data.length }).catch(() => undefined);
      }
    });
  };
  const say = (text: string) =>
    terminal.write(`\r\n\x1b[2m${visibleOutput(text).replaceAll('\n', ' ')}\x1b[0m\r\n`);

  const stops = [
    listen('terminal.data', ({ terminal: from, data }) => {
      if (id === undefined) early.set(from, (early.get(from) ?? '') + data);
      else if (from === id) show(data);
    }),
    listen('terminal.exit', ({ terminal: from, code, failure }) => {
      if (from !== id) return;
      id = undefined;
      terminal.options.disableStdin = true;
      terminal.options.cursorBlink = false;
      say(
        failure?.message ??
          (code === null || code === 0 ? 'The shell has ended.' : `The shell has ended with code ${code}.`),
      );
    }),
  ];

  const open = async () => {
    try {
      const answer = await call('terminal.open', { target, columns: terminal.cols, rows: terminal.rows });
      if (closed) {
        await call('terminal.close', { terminal: answer.terminal });
        return;
      }
      id = answer.terminal;
      const missed = early.get(id);
      early.clear();
      if (missed !== undefined) show(missed);
      await call('terminal.resize', { terminal: id, columns: terminal.cols, rows: terminal.rows });
    } catch (error) {
      const { message, hint } = toFailure(error);
      terminal.options.disableStdin = true;
      say(`${message} ${hint}`);
    }
  };
  void open();

  let writing = Promise.resolve();
  terminal.onData((data) => {
    for (let start = 0; start < data.length; start += longestWrite) {
      const piece = data.slice(start, start + longestWrite);
      writing = writing
        .then(async () => {
          if (id !== undefined) await call('terminal.write', { terminal: id, data: piece });
        })
        .catch(() => undefined);
    }
  });
  terminal.onResize(({ cols, rows }) => {
    if (id !== undefined) {
      call('terminal.resize', { terminal: id, columns: cols, rows }).catch(() => undefined);
    }
  });

  return {
    close() {
      closed = true;
      for (const stop of stops) stop();
      if (id !== undefined) call('terminal.close', { terminal: id }).catch(() => undefined);
    },
  };
}

/** Ctrl+Shift+C and +V, since Ctrl+C and Ctrl+V belong to the shell. Pasting is the browser's own, at a key press. */
function copyAndPaste(terminal: Terminal): void {
  terminal.attachCustomKeyEventHandler((event) => {
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true;
    if (event.code === 'KeyC') {
      if (event.type === 'keydown' && terminal.hasSelection()) {
        void copyText(terminal.getSelection(), null);
      }
      event.preventDefault();
      return false;
    }
    return event.code !== 'KeyV';
  });
}
