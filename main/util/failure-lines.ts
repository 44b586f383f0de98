import type { Failure } from '../contract/errors.ts';

/** What failed and what to try, one line each, as every program of Slipway prints it. */
export function failureLines(failure: Pick<Failure, 'message' | 'hint'>): readonly string[] {
  const [message, ...rest] = problemLines(failure);
  return [`slipway: ${message}`, ...rest];
}

/** The same for a problem that stands among other lines. Of one for which there is nothing to try, what failed alone. */
export function problemLines({ message, hint }: Pick<Failure, 'message' | 'hint'>): readonly string[] {
  return [plain(message), ...(hint === '' ? [] : [`  try: ${plain(hint)}`])];
}

/**
 * A text in one line without control characters: what comes from the guest, a tool or a file must neither break the
 * promise of one line nor drive the terminal.
 */
export function plain(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/\p{Cc}/gu, '\uFFFD');
}
