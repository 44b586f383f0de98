import { z } from 'zod';
import type { ComposeStep } from '../contract/compose.ts';

/** A line that Compose writes with `--progress json`. */
const schema = z.object({
  id: z.string().optional(),
  parent_id: z.string().optional(),
  text: z.string().optional(),
  status: z.string().optional(),
  current: z.number().optional(),
  total: z.number().optional(),
  percent: z.number().optional(),
  error: z.boolean().optional(),
  message: z.string().optional(),
  level: z.string().optional(),
  msg: z.string().optional(),
});

/** What a line of Compose's error output says. */
export type ProgressLine =
  /** How far something is. */
  | { readonly kind: 'step'; readonly step: ComposeStep }
  | { readonly kind: 'warning'; readonly text: string }
  /** Why it gave up. */
  | { readonly kind: 'error'; readonly text: string }
  /** Output, such as that of a build. */
  | { readonly kind: 'output'; readonly text: string }
  /** Nothing for people. */
  | { readonly kind: 'nothing' };

const states: Readonly<Record<string, ComposeStep['state']>> = {
  working: 'working',
  done: 'done',
  warning: 'warning',
  error: 'failed',
};

/** Reads a line of Compose's error output. */
export function readProgress(line: string): ProgressLine {
  const logged = readLogged(line);
  if (logged !== undefined) return logged;
  const parsed = line.startsWith('{') ? schema.safeParse(parseJson(line)) : undefined;
  if (parsed?.success !== true) return { kind: 'output', text: line };
  const { id, parent_id: parent, text = '', status = '', current, total, percent } = parsed.data;
  const { error, message, level, msg } = parsed.data;
  if (error === true) return { kind: 'error', text: message ?? text };
  if (level !== undefined) return logEntry(level, msg ?? '');
  // Layers of an image: the image's own line tells how far it is.
  if (parent !== undefined && parent !== '') return { kind: 'nothing' };
  if (id === undefined || id === '') return message ? { kind: 'output', text: message } : { kind: 'nothing' };
  const part = total !== undefined && total > 0 ? (current ?? 0) / total : percent ? percent / 100 : null;
  return {
    kind: 'step',
    step: {
      name: id,
      text: text === '' ? status : text,
      state: states[status.toLowerCase()] ?? 'working',
      part: part === null ? null : Math.min(1, Math.max(0, part)),
    },
  };
}

/** A line of Compose's logger: `time="…" level=warning msg="…"`; undefined for every other. */
function readLogged(line: string): ProgressLine | undefined {
  const [, level = '', quoted = ''] =
    /^time="[^"]*" level=(\w+) msg=("(?:[^"\\]|\\.)*"|\S+)/.exec(line) ?? [];
  if (level === '') return undefined;
  const parsed = quoted.startsWith('"') ? parseJson(quoted) : quoted;
  const text = typeof parsed === 'string' ? parsed : quoted;
  return logEntry(level, text);
}

/** What the logger says for those who look for faults in Compose itself is left out. */
function logEntry(level: string, text: string): ProgressLine {
  if (level === 'warning') return { kind: 'warning', text };
  return level === 'error' || level === 'fatal' ? { kind: 'error', text } : { kind: 'nothing' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Most steps that are kept of one piece of work. */
const mostSteps = 300;

/** The steps with one more, or with news of one of them. */
export function foldStep(steps: readonly ComposeStep[], step: ComposeStep): readonly ComposeStep[] {
  const at = steps.findIndex(({ name }) => name === step.name);
  if (at >= 0) return steps.with(at, step);
  const all = [...steps, step];
  if (all.length <= mostSteps) return all;
  const done = all.findIndex(({ state }) => state === 'done');
  return all.toSpliced(Math.max(0, done), 1);
}
