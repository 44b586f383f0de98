import { vi } from 'vitest';

/** What a command has written since it was last forgotten. */
export interface HeardOutput {
  /** To standard output. */
  printed: string;
  /** To standard error. */
  remarked: string;
}

/** Keeps what is written to the standard outputs, and writes none of it, until `vi.restoreAllMocks`. */
export function hearOutput(): HeardOutput {
  const heard: HeardOutput = { printed: '', remarked: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    heard.printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    heard.remarked += String(text);
    return true;
  });
  return heard;
}
