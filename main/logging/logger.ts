import { formatEntry, type LogContext, type LogLevel, logLevels } from './format-entry.ts';
import { openRotatingFile, type RotationLimits } from './rotating-file.ts';

/** Writes entries of a log; each call is on disk when it returns. */
export interface Logger {
  debug(message: string, context?: LogContext): void;
  info(message: string, context?: LogContext): void;
  warn(message: string, context?: LogContext): void;
  error(message: string, context?: LogContext): void;
  /** A logger whose entries all carry this context too. */
  with(context: LogContext): Logger;
}

/** One entry of a log, for who has nothing else to do with it. */
export type Log = (level: 'debug' | 'info' | 'warn', message: string) => void;

/** How a log is kept. */
export interface LoggerOptions extends Partial<RotationLimits> {
  /** Entries below are dropped; `debug` when SLIPWAY_DEBUG is set, else `info`. */
  readonly level?: LogLevel;
  /** Injected by tests. */
  readonly now?: () => Date;
}

/**
 * A log file of plain lines: ISO time, level, message, key=value context; at most 3 files of 1 MiB. What looks like
 * a secret is hidden. Our own few lines and not pino or winston: those write from a worker or a stream, so that the
 * entry that explains a crash is the one that is lost, and rotate only by further packages.
 */
export function createLogger(path: string, options: LoggerOptions = {}): Logger {
  const { maxBytes = 1_048_576, files = 3, now = () => new Date() } = options;
  const level = options.level ?? (process.env.SLIPWAY_DEBUG ? 'debug' : 'info');
  const file = openRotatingFile(path, { maxBytes, files });
  const from = (base: LogContext): Logger => {
    const at =
      (entryLevel: LogLevel) =>
      (message: string, context: LogContext = {}) => {
        if (logLevels.indexOf(entryLevel) < logLevels.indexOf(level)) return;
        file.append(formatEntry(now(), entryLevel, message, { ...base, ...context }));
      };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      with: (context) => from({ ...base, ...context }),
    };
  };
  return from({});
}
