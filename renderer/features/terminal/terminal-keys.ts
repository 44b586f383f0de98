import type { Terminal } from '@xterm/xterm';
import { copyText } from '../../state/actions.ts';
import { isMac } from '../../text/is-mac.ts';

/** What a terminal's user asks of what is around it. */
export interface TerminalCommands {
  /** Opens the search. */
  find(): void;
  /** Gives the keyboard back: within a terminal every key belongs to the shell, Tab too. */
  leave(): void;
  /** Shows the terminal before (-1) or after (1) this one. */
  step(by: -1 | 1): void;
}

/** The command of a key; undefined for one that goes to the shell. */
export function commandOf(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>,
  mac = isMac,
): 'copy' | 'paste' | 'find' | 'leave' | 'before' | 'after' | undefined {
  const { code, ctrlKey, shiftKey, altKey, metaKey } = event;
  if (altKey) return undefined;
  // Ctrl+C and Ctrl+V belong to the shell; with Cmd they are free, and the application's menu sees to them.
  const isOurs = mac ? metaKey && !ctrlKey && !shiftKey : ctrlKey && shiftKey && !metaKey;
  if (isOurs && code === 'KeyC') return 'copy';
  if (isOurs && code === 'KeyV') return 'paste';
  if (isOurs && code === 'KeyF') return 'find';
  if (code === 'Escape' && shiftKey && !ctrlKey && !metaKey) return 'leave';
  if (ctrlKey && !shiftKey && !metaKey && code === 'PageUp') return 'before';
  if (ctrlKey && !shiftKey && !metaKey && code === 'PageDown') return 'after';
  return undefined;
}

/** Gives a terminal its keys: copy and paste, search, and the ways out. */
export function giveKeys(terminal: Terminal, commands: TerminalCommands): void {
  terminal.attachCustomKeyEventHandler((event) => {
    const command = commandOf(event);
    if (command === undefined) return true;
    // Pasting is the browser's own, at a key press: the page cannot read the clipboard by itself.
    if (command === 'paste') return false;
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (command === 'copy') {
      if (terminal.hasSelection()) void copyText(terminal.getSelection(), null);
    } else if (command === 'find') commands.find();
    else if (command === 'leave') commands.leave();
    else commands.step(command === 'before' ? -1 : 1);
    return false;
  });
}

/**
 * What is pasted, without what a keyboard does not type: a text from a web page could otherwise end the bracket by which a
 * shell tells a paste from typing (CSI 201 ~), and run a line of its own.
 */
export function plainPaste(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, '');
}
