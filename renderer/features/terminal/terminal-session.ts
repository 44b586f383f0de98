import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { TerminalTarget } from '../../../main/contract/terminal.ts';
import type { TerminalState } from '../../state/terminals-store.ts';
import { connectTerminal } from './terminal-connection.ts';
import { giveKeys, plainPaste, type TerminalCommands } from './terminal-keys.ts';
import { searchIn, type TerminalSearch } from './terminal-search.ts';
import { terminalTheme } from './terminal-theme.ts';

/** A terminal's screen and the shell behind it. It lives on while it is not shown. */
export interface TerminalSession {
  readonly search: TerminalSearch;
  /** Moves the screen into a box, where it is shown; it fills it. `commands` takes what its user asks for there. */
  attach(box: HTMLElement, commands: TerminalCommands): void;
  /** Fits it into its box, once the box has a size. */
  fit(): void;
  focus(): void;
  /** Opens the shell again; what was on the screen stays above. */
  restart(): void;
  /** Ends the shell and takes the screen away. */
  dispose(): void;
}

/** Leaves what a program that was cut off has left on: another screen, other keys, a hidden cursor. */
const usualModes = '\x1b[?1047l\x1b[!p\x1b[?1000;1002;1003;1006;2004l';

Terminal.strings.promptLabel = 'Terminal. Shift and Escape leave it.';

/** Opens a shell and shows it in `box`; `tell` hears how it is with the shell. */
export function startTerminal(
  box: HTMLElement,
  target: TerminalTarget,
  tell: (state: TerminalState) => void,
): TerminalSession {
  const screen = document.createElement('div');
  screen.className = 'terminal-screen';
  box.append(screen);
  const terminal = new Terminal({
    fontFamily: getComputedStyle(box).fontFamily,
    fontSize: 12.5,
    lineHeight: 1.2,
    scrollback: 5_000,
    // What cannot be read is darkened or lightened until it can: WCAG's ratio for text of this size.
    minimumContrastRatio: 4.5,
    rightClickSelectsWord: false,
    screenReaderMode: false,
    // Marks of what was found; nothing that a program writes can use it.
    allowProposedApi: true,
    theme: terminalTheme(),
  });
  const fitter = new FitAddon();
  terminal.loadAddon(fitter);
  const search = searchIn(terminal);
  ignoreDangerousSequences(terminal);
  terminal.open(screen);
  fitter.fit();

  let commands: TerminalCommands | undefined;
  giveKeys(terminal, {
    find: () => commands?.find(),
    leave: () => commands?.leave(),
    step: (by) => commands?.step(by),
  });
  // Before the terminal's own listener, which would pass on whatever is in the clipboard.
  screen.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      terminal.paste(plainPaste(event.clipboardData?.getData('text/plain') ?? ''));
    },
    { capture: true },
  );
  const schemes = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => {
    terminal.options.theme = terminalTheme();
  };
  schemes.addEventListener('change', recolour);

  const connection = connectTerminal(terminal, tell);
  const open = () => {
    terminal.options.cursorBlink = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    connection.open(target);
  };
  open();

  return {
    search,
    attach(next, given) {
      commands = given;
      if (screen.parentElement !== next) next.append(screen);
      fitter.fit();
    },
    fit() {
      if (screen.clientWidth > 0 && screen.clientHeight > 0) fitter.fit();
    },
    focus: () => terminal.focus(),
    restart() {
      const { baseY, cursorX, cursorY } = terminal.buffer.normal;
      const isEmpty = baseY + cursorX + cursorY === 0;
      terminal.write(usualModes + (isEmpty ? '' : '\r\n\x1b[2m— started again —\x1b[0m\r\n'));
      open();
      terminal.focus();
    },
    dispose() {
      schemes.removeEventListener('change', recolour);
      connection.close();
      terminal.dispose();
      screen.remove();
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
