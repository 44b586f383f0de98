import { SlipwayError } from '../../contract/errors.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { plainReason, withoutNoise } from '../plain-reason.ts';

/** What the docker client said. */
export interface ClientEnd {
  readonly ok: boolean;
  /** Its last words, of both streams, as they came. Untrusted. */
  readonly output: string;
}

/** Runs the bundled docker client on this engine, in a folder. It is ended when the signal aborts. */
export type RunClient = (
  parameters: readonly string[],
  folder: string | undefined,
  signal: AbortSignal,
) => Promise<ClientEnd>;

/** What a stack is made of. */
export interface Deployment {
  readonly name: string;
  /** Path of the Compose file. */
  readonly file: string;
  /** Files that it names are looked for here. */
  readonly folder: string;
  readonly prune: boolean;
  readonly sharesLogIn: boolean;
}

/** Deploys a stack: the engine knows nothing of Compose files, its client makes services of them. Answers what that said. */
export function deployStack(run: RunClient, deployment: Deployment, signal: AbortSignal): Promise<string> {
  const { name, file, folder, prune, sharesLogIn } = deployment;
  const options = [
    '--detach=true',
    ...(prune ? ['--prune'] : []),
    ...(sharesLogIn ? ['--with-registry-auth'] : []),
    '--compose-file',
    file,
  ];
  return command(run, `deploy the stack ${name}`, ['deploy', ...options, name], folder, signal);
}

/** Removes a stack with all that was made for it. */
export async function removeStack(run: RunClient, name: string, signal: AbortSignal): Promise<void> {
  await command(run, `remove the stack ${name}`, ['rm', '--detach=true', '--', name], undefined, signal);
}

function command(
  run: RunClient,
  doing: string,
  parameters: readonly string[],
  folder: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  return withEngineDeadline('change', doing, signal, async (until) => {
    const { ok, output } = await run(['stack', ...parameters], folder, until);
    if (!ok) throw stackFailure(doing, output);
    return output;
  });
}

/** Why the client has failed, by its output: the engine's reason in plain words, or else the client's last line. */
export function stackFailure(doing: string, output: string): SlipwayError {
  const last = output.trim().split('\n').at(-1)?.trim() ?? '';
  // The client says in between what it did: `failed to create service shop_web: Error response from daemon: …`.
  const refused = last.split('Error response from daemon: ').at(-1) ?? '';
  const reason = plainReason(refused);
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not ${doing}: ${reason === undefined ? withoutNoise(last || 'the docker client said nothing') : `${reason.words}.`}`,
    hint:
      reason?.hint ??
      'Correct the Compose file, and deploy it again: what was made by now is changed and not made twice.',
    detail: output,
  });
}
