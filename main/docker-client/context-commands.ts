import { clientFailure } from './client-failure.ts';
import { locateClient } from './locate-client.ts';
import { queryClient } from './query-client.ts';

/** A context as it is in the user's docker configuration. */
export interface ExistingContext {
  readonly host: string;
  /** Whether its description says that Slipway made it. */
  readonly ours: boolean;
}

/** The `docker context` commands on one docker configuration. All reject with what docker said. */
export interface ContextCommands {
  inspect(name: string): Promise<ExistingContext | undefined>;
  /** Makes the context, or corrects it when it leads elsewhere. */
  put(name: string, host: string, description: string, existing: ExistingContext | undefined): Promise<void>;
  remove(name: string): Promise<void>;
  /** The name of the current context, as the configuration says. */
  current(): Promise<string>;
  use(name: string): Promise<void>;
}

/**
 * The docker client's own commands, rather than its files: the layout of the store is docker's to change, and the
 * bundled client is always there.
 */
export async function contextCommands(folder: string): Promise<ContextCommands> {
  const { docker } = await locateClient();
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('DOCKER_'));
  const environment = { ...Object.fromEntries(kept), DOCKER_CONFIG: folder };
  const query = (...parameters: readonly string[]) =>
    queryClient(docker, ['context', ...parameters], environment);
  const must = async (...parameters: readonly string[]): Promise<string> => {
    const answer = await query(...parameters);
    if (!answer.ok) throw clientFailure(`docker context ${parameters[0]}`, answer.error);
    return answer.stdout;
  };
  return {
    async inspect(name) {
      const answer = await query('inspect', name, '--format', '{{json .}}');
      if (!answer.ok) {
        if (/not found|no such/i.test(answer.error)) return undefined;
        throw clientFailure('docker context inspect', answer.error);
      }
      const context = JSON.parse(answer.stdout) as {
        readonly Metadata?: { readonly Description?: string };
        readonly Endpoints?: { readonly docker?: { readonly Host?: string } };
      };
      return {
        host: context.Endpoints?.docker?.Host ?? '',
        ours: context.Metadata?.Description?.startsWith('Slipway (') ?? false,
      };
    },
    async put(name, host, description, existing) {
      if (existing?.host === host) return;
      const verb = existing === undefined ? 'create' : 'update';
      await must(verb, name, '--description', description, '--docker', endpointField(host));
    },
    async remove(name) {
      await must('rm', name);
    },
    current: () => must('show'),
    async use(name) {
      await must('use', name);
    },
  };
}

/**
 * One KEY=VALUE of `--docker`. It is read as comma-separated fields, but only when it holds a second "=" (pflag's
 * StringToString); a home's path may hold any of these.
 */
export function endpointField(host: string): string {
  const field = `host=${host}`;
  return host.includes('=') && /[",]/.test(host) ? `"${field.replaceAll('"', '""')}"` : field;
}
