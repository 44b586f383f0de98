import { z } from 'zod';
import { chosenFileId } from '../files.ts';
import { request } from '../requests.ts';
import { identity, onOne } from './identity.ts';
import { longestFileName, mostFileBytes, swarmNamePattern } from './swarm-limits.ts';

/** What a secret or config is made of. */
export const swarmFileOptions = z.strictObject({
  name: z.string().max(longestFileName).regex(swarmNamePattern),
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(mostFileBytes.configs) }),
    z.strictObject({ kind: z.literal('file'), file: chosenFileId }),
  ]),
});

/** What a secret or config is made of, as the caller writes it. */
export type SwarmFileOptions = z.input<typeof swarmFileOptions>;

/** What the window asks about secrets and configs. There is no request that answers what one holds. */
export const swarmFileRequests = {
  'secrets.create': request<void>()(swarmFileOptions),
  /** Refused while a service has it. */
  'secrets.remove': request<void>()(onOne),
  'configs.create': request<void>()(swarmFileOptions),
  /** Refused while a service has it. */
  'configs.remove': request<void>()(onOne),
} as const;

/** What the window asks about stacks: services that were described together in a Compose file. */
export const stackRequests = {
  /** Makes what the file describes, or changes what is there into it. Answers what the client had to say. Untrusted. */
  'stacks.deploy': request<{ readonly output: string }>()(
    z.strictObject({
      name: z.string().max(longestFileName).regex(swarmNamePattern),
      file: chosenFileId,
      /** Removes services of the stack that the file does not have. */
      prune: z.boolean().default(false),
      sharesLogIn: z.boolean().default(false),
    }),
  ),
  /** Removes its services, networks, secrets and configs. */
  'stacks.remove': request<void>()(z.strictObject({ name: identity })),
} as const;
