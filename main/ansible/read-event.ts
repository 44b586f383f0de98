import { z } from 'zod';
import { taskStates } from '../contract/ansible.ts';

/** Longer ones the callback plugin has cut already; what writes such lines instead of it is cut here. */
const text = z.string().transform((value) => value.slice(0, 1_000));

const event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('play'), name: text }),
  /** No host of its inventory is meant by the play. */
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('task'), id: text, name: text, where: text }),
  z.object({
    kind: z.literal('result'),
    task: text,
    host: text,
    state: z.enum(taskStates),
    message: text,
  }),
  z.object({ kind: z.literal('end'), failed: z.array(text) }),
]);

/** What a playbook does, as the image's callback plugin `slipway_events` tells it. Untrusted texts. */
export type PlaybookEvent = z.output<typeof event>;

/** Reads a line of the plugin; undefined for what anybody else has printed. */
export function readEvent(line: string): PlaybookEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
