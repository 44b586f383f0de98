import { execFile } from 'node:child_process';

/** What a docker command said. */
export interface ClientAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** The error's text, of docker or of running it; empty when it went well. */
  readonly error: string;
}

/** Milliseconds: these commands read and write a few small files; a machine under load may still take seconds. */
const deadlineMs = 20_000;

/** Runs a docker command of which only the answer matters. Never rejects. */
export function queryClient(
  docker: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<ClientAnswer> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: deadlineMs, killSignal: 'SIGKILL' as const };
    execFile(docker, [...parameters], options, (error, stdout, stderr) => {
      const text = stderr.trim() || (error?.killed ? `no answer in ${deadlineMs / 1000} s` : error?.message);
      resolve({ ok: error === null, stdout: stdout.trim(), error: error === null ? '' : (text ?? '') });
    });
  });
}
