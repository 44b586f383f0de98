import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { loadAssets } from '../../main/assets.ts';
import { loadBundledImages } from '../../main/engine/bundled-images.ts';
import { pingEngine } from '../../main/engine/probe.ts';
import { findUpwards } from '../../main/util/find-upwards.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../main/util/process-identity.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { runProgram } from './run-program.ts';

/** Where engines have their folders, and how the names of these begin: short, for a socket lies there. */
const folderPrefix = '/tmp/sn-';

/** One is ready within a second; a machine under load takes longer. In milliseconds. */
const startDeadlineMs = 60_000;
const endDeadlineMs = 30_000;

/**
 * The VM's own engine on this machine, without a VM: the same dockerd, containerd and runc of the same root, in namespaces
 * of its own. For what is about many and much, where emulation would measure the emulator.
 */
export interface NativeEngine {
  /** Where dockerd listens. */
  readonly socket: string;
  /** Kills dockerd as SIGKILL does, and resolves once nobody answers. Containers go on, as they would in the VM. */
  kill(): Promise<void>;
  /** Starts dockerd again, and resolves once it answers. */
  revive(): Promise<void>;
  /** Ends everything and removes it. Rejects when anything was left. Idempotent. */
  end(): Promise<void>;
}

/** Why no engine can be run on this machine; undefined where one can. */
export function whyNoNativeEngine(): string | undefined {
  if (process.platform !== 'linux') return 'an engine without a VM needs Linux';
  if (process.getuid?.() !== 0) return 'an engine without a VM needs root';
  return undefined;
}

/**
 * Starts an engine that holds the bundled images. It ends with this process, if it was not ended before. `share`: a folder of this
 * machine that containers find under its own path; others find none.
 */
export async function startNativeEngine(share = ''): Promise<NativeEngine> {
  const script = findUpwards(import.meta.dirname, ['e2e/support/native-engine.sh']);
  if (script === undefined) throw new Error('native-engine.sh is not where it belongs');
  await removeLeftovers(script);
  const { image, bundledImages } = await loadAssets();
  if (bundledImages === undefined) throw new Error('There are no bundled images: run `npm test`.');
  const folder = await mkdtemp(folderPrefix);
  await mkdir(join(folder, 'share'));
  await writeFile(join(folder, 'owner.json'), JSON.stringify(await identifyProcess(process.pid)));
  const output = await open(join(folder, 'share', 'namespace.log'), 'a');
  // In a session of its own: Ctrl-C is for the test, which ends the engine.
  const child = spawn('/bin/sh', [script, folder, join(image.dir, 'root.erofs'), share], {
    stdio: ['pipe', output.fd, output.fd],
    detached: true,
  });
  await output.close();
  const engine = describeEngine(child, folder);
  try {
    await engine.untilUp();
    const record = join(folder, 'bundled-images');
    const images = { socketPath: engine.socket, archive: bundledImages.file, record, begin: () => undefined };
    await loadBundledImages(images, abortAfter(startDeadlineMs));
    return engine;
  } catch (error) {
    await engine.end().catch(() => undefined);
    throw error;
  }
}

function describeEngine(child: ChildProcess, folder: string) {
  const socket = join(folder, 'share', 'docker.sock');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const answers = () =>
    pingEngine(socket, abortAfter(2_000)).then(
      () => true,
      () => false,
    );
  // It may have ended when it is told something: whoever waits for what comes of that finds out.
  child.stdin?.on('error', () => undefined);
  const untilUp = async () => {
    try {
      await poll(50, abortAfter(startDeadlineMs), async () => {
        if (hasEnded()) throw new Error('it has ended');
        return (await answers()) ? true : undefined;
      });
    } catch (error) {
      throw new Error(`The native engine does not answer. ${await lastWords(folder)}`, { cause: error });
    }
  };
  let ended: Promise<void> | undefined;
  return {
    socket,
    untilUp,
    async kill() {
      child.stdin?.write('kill\n');
      const gone = async () => ((await answers()) ? undefined : true);
      await poll(20, abortAfter(endDeadlineMs), gone);
    },
    async revive() {
      child.stdin?.write('start\n');
      await untilUp();
    },
    end() {
      ended ??= end(child, hasEnded);
      return ended;
    },
  };
}

async function end(child: ChildProcess, hasEnded: () => boolean): Promise<void> {
  if (!hasEnded()) {
    const exited = once(child, 'exit');
    const late = setTimeout(() => killGroup(child), endDeadlineMs);
    child.stdin?.end();
    await exited;
    clearTimeout(late);
  }
  if (child.exitCode !== 0) throw new Error(`The native engine ended in disorder (${child.exitCode}).`);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/** Removes what was left by tests that were killed together with the script of their engine. */
async function removeLeftovers(script: string): Promise<void> {
  const parent = dirname(folderPrefix);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(basename(folderPrefix))) continue;
    const folder = join(parent, name);
    const owner = await readFile(join(folder, 'owner.json'), 'utf8').catch(() => undefined);
    if (owner === undefined || (await isAlive(JSON.parse(owner) as ProcessIdentity))) continue;
    await runProgram('/bin/sh', [script, folder], { env: process.env });
  }
}

async function lastWords(folder: string): Promise<string> {
  const logs = ['namespace.log', 'containerd.log', 'dockerd.log'].map(async (name) => {
    const text = await readFile(join(folder, 'share', name), 'utf8').catch(() => '');
    return `${name}:\n${text.slice(-2_000)}`;
  });
  return (await Promise.all(logs)).join('\n');
}
