import type { Duplex } from 'node:stream';

/** A shell with a terminal, wherever it runs. */
export interface Shell {
  readonly stream: Duplex;
  resize(columns: number, rows: number): Promise<void>;
  /** The exit code, null when it is not known; settles after the stream has ended. */
  readonly exit: Promise<number | null>;
  /** Ends the shell and what runs in its foreground. Calling it again is harmless. */
  close(): void;
}

/** Size of a terminal, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}
