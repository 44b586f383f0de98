import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Assets } from '../../../main/assets.ts';

const manifestSchema = z.object({ version: z.string() });

/** This machine and what is measured on it, in a sentence. The load tells whether it was left in peace. */
export async function describeMachine(assets: Assets): Promise<string> {
  const cores = cpus();
  return [
    `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'})`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    await systemName(),
    `kernel ${release()}`,
    `Node ${process.versions.node}`,
    `QEMU ${await qemuVersion(assets)}`,
    `load before ${(loadavg()[0] ?? 0).toFixed(1)}`,
  ].join(', ');
}

/** The checkout's commit; with a plus when files differ from it. */
export async function readRevision(root: string): Promise<string> {
  try {
    const git = async (...words: string[]) =>
      (await promisify(execFile)('git', words, { cwd: root, timeout: 10_000 })).stdout.trim();
    const commit = await git('rev-parse', '--short', 'HEAD');
    return (await git('status', '--porcelain', '--untracked-files=no')) === '' ? commit : `${commit}+`;
  } catch {
    return 'unknown';
  }
}

async function systemName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? process.platform;
}

async function qemuVersion(assets: Assets): Promise<string> {
  if (assets.qemu === undefined) return 'of the system';
  const text = await readFile(join(assets.qemu.dir, 'manifest.json'), 'utf8');
  return `${manifestSchema.parse(JSON.parse(text)).version} (bundled)`;
}
