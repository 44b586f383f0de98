import { spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { never, withDeadline } from '../../main/util/wait.ts';
import { cliProgram, type Instance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';

/** Of what is asked of a container, unless it is known to take longer. In milliseconds. */
const usualDeadlineMs = 30_000;

const answerSchema = z.tuple([z.boolean(), z.unknown()]);

/** The VM's own luajit in a container, which does what it is asked for: one thing at a time. */
export interface Session {
  /** Runs a piece of Lua (`in-container/session.lua` says what it finds there) and answers its value; rejects when it fails. */
  ask(code: string, deadlineMs?: number): Promise<unknown>;
  /** What comes of a piece of Lua: a word of its own, `ok`, or the name of the error of a system call. */
  verdict(code: string): Promise<string>;
  /** Ends the container. */
  end(): Promise<void>;
}

/** Puts what runs in containers into a folder of the host. */
export function copySuite(folder: string): Promise<void> {
  return cp(join(import.meta.dirname, 'in-container'), folder, { recursive: true });
}

/** Starts a container for that, which has the suite's folder of the host and these volumes. */
export function openSession(vm: Instance, suite: string, volumes: readonly string[]): Session {
  // Luajit and its libraries are the VM's: they are no part of the image.
  const all = [`${suite}:/suite:ro`, '/usr:/vm:ro', ...volumes].flatMap((volume) => ['--volume', volume]);
  const alone = ['--rm', ...offline, '--interactive'];
  const run = ['docker', 'run', ...alone, ...all, 'slipway/busybox', ...luajit()];
  const child = spawn(process.execPath, [cliProgram, ...run, '/suite/session.lua'], { env: vm.env });
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  // What is written to one that has ended is answered by its end.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      const error = new Error(`the container of the checks ended with ${code}: ${said.join('')}`);
      for (const one of waiting.splice(0)) one.reject(error);
      resolve();
    });
  });

  const ask: Session['ask'] = async (code, deadlineMs = usualDeadlineMs) => {
    const { exitCode } = child;
    if (exitCode !== null)
      throw new Error(`the container of the checks has ended with ${exitCode}: ${said.join('')}`);
    const line = await within(
      deadlineMs,
      code,
      new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${code.replaceAll('\n', ' ')}\n`);
      }),
    );
    const [isDone, value] = answerSchema.parse(JSON.parse(line));
    if (!isDone) throw new Error(`${code}: ${value}`);
    return value;
  };

  return {
    ask,
    async verdict(code) {
      return z.string().parse(await ask(`return (verdict(function() ${code} end))`));
    },
    async end() {
      child.stdin.end();
      await within(usualDeadlineMs, 'the end of its input', ended).catch((error: Error) => {
        child.kill('SIGKILL');
        throw error;
      });
    },
  };
}

function within<T>(deadlineMs: number, what: string, result: Promise<T>): Promise<T> {
  const message = `The container of the checks has not done this in ${deadlineMs} ms: ${what}`;
  const hint =
    'A shared folder whose virtiofsd has ended answers nothing: see `slipway logs --source shares`.';
  return withDeadline(deadlineMs, never, { message, hint }, () => result);
}

/** The VM's luajit by its own loader. */
function luajit(): readonly string[] {
  const [triple, loader] =
    process.arch === 'arm64'
      ? ['aarch64-linux-gnu', 'lib/ld-linux-aarch64.so.1']
      : ['x86_64-linux-gnu', 'lib64/ld-linux-x86-64.so.2'];
  return [`/vm/${loader}`, '--library-path', `/vm/lib/${triple}`, '/vm/bin/luajit'];
}
