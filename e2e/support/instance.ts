import { cp, link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { loadAssets } from '../../main/assets.ts';
import { currentStatus } from '../../main/cli/status-command.ts';
import type { Settings } from '../../main/contract/settings.ts';
import type { Status } from '../../main/contract/status.ts';
import { clientEnvironment } from '../../main/docker-client/client-environment.ts';
import { locateClient } from '../../main/docker-client/locate-client.ts';
import { type HomePaths, homePaths } from '../../main/home/paths.ts';
import { identifyProcess, isAlive, signalProcess } from '../../main/util/process-identity.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { copySparse } from './copy-sparse.ts';
import { killLeftovers } from './leftovers.ts';
import { markHome } from './mind-run.ts';
import { type ProgramResult, type RunOptions, runProgram } from './run-program.ts';
import { homesFolder, homesPrefix } from './test-homes.mjs';

/** The compiled command, as users run it. */
export const cliProgram = join(dirname(dirname(import.meta.dirname)), 'build/app/main/cli.js');

/** An instance of Slipway with a user's home of its own, driven by the real command. */
export interface Instance {
  /** The user's home folder; everything of the instance lies below it. */
  readonly userHome: string;
  readonly paths: HomePaths;
  readonly env: NodeJS.ProcessEnv;
  slipway(parameters: readonly string[], options?: InstanceRunOptions): Promise<ProgramResult>;
  /** `slipway docker ...`. */
  docker(parameters: readonly string[], options?: InstanceRunOptions): Promise<ProgramResult>;
  /**
   * The docker client as `slipway docker` runs it, without the command's own start each time: for what a test makes and looks at and that
   * is not about the command.
   */
  client(parameters: readonly string[], options?: InstanceRunOptions): Promise<ProgramResult>;
  /** The plain docker client in the user's own configuration, as any other client would be. */
  plainDocker(parameters: readonly string[], options?: InstanceRunOptions): Promise<ProgramResult>;
  /** As `slipway status --json` tells it. */
  status(): Promise<Status>;
  /** `slipway start`; throws with what it printed unless it succeeds. */
  start(): Promise<ProgramResult>;
}

/** As for any program; `env` is added to the instance's own. */
export type InstanceRunOptions = Partial<RunOptions>;

/** What may differ from a plain new instance. */
export interface InstanceOptions {
  /** The name of SLIPWAY_HOME below the user's home; the default home's name unless given. */
  readonly homeName?: string;
  /** An instance that has tried the accelerators of this machine already: its verdicts are taken over. */
  readonly verdictsOf?: HomePaths;
  /** Settings that it begins with. */
  readonly settings?: Readonly<Partial<Settings>>;
  /** The user's home is shared, as for any user; else nothing is: memory goes on only with the folders that it was saved with. */
  readonly sharesHome?: boolean;
  /** An instance of the same settings that has started already: its template, made before any disk was opened, is used. */
  readonly templateOf?: HomePaths;
  /**
   * An instance that sleeps and that nobody supervises: its disk and its keys are copied, and its saved memory is given by a second
   * name.
   */
  readonly copyOf?: HomePaths;
}

/**
 * Settings of a VM that is a test's: it sleeps only when the test says so, and has one core. Several such VMs run at a time; with two cores
 * each on a machine of two, a guest's core that waits for one which is not run goes round in a loop. Beside another VM five `docker run`
 * took 14 s in the place of 22, a build 18 in the place of 40.
 */
export const testSettings = {
  'app.onClose': 'keep',
  'vm.sleepAfterMinutes': 0,
  'vm.cpus': 1,
} as const satisfies Partial<Settings>;

/** Makes an instance that has never been started. To be removed with {@link removeInstance}. */
export async function createInstance(options: InstanceOptions = {}): Promise<Instance> {
  const userHome = await mkdtemp(join(homesFolder, homesPrefix));
  await markHome(userHome);
  const instance = openInstance(userHome, options.homeName ?? '.slipway');
  await mkdir(instance.paths.home, { recursive: true, mode: 0o700 });
  if (options.sharesHome !== true) await writeFile(instance.paths.shares, JSON.stringify({ shares: [] }));
  if (options.settings !== undefined)
    await writeFile(instance.paths.settings, JSON.stringify(options.settings));
  if (options.verdictsOf !== undefined || options.templateOf !== undefined)
    await mkdir(instance.paths.state, { recursive: true, mode: 0o700 });
  if (options.verdictsOf !== undefined) {
    const { accelerators } = options.verdictsOf;
    await cp(accelerators, instance.paths.accelerators).catch(() => undefined);
  }
  if (options.templateOf !== undefined) await giveTemplate(options.templateOf, instance.paths);
  if (options.copyOf !== undefined) await copyHome(options.copyOf, instance.paths);
  return instance;
}

/** Copies what makes the VM of a home that sleeps, and nothing that its user's own docker configuration belongs to. */
export async function copyHome(from: HomePaths, to: HomePaths): Promise<void> {
  for (const folder of [to.state, to.disks]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const memory = basename(from.asleep.memory);
  const disks = (await readdir(from.disks)).filter((name) => name !== memory);
  await copySparse(
    disks.map((name) => join(from.disks, name)),
    to.disks,
  );
  await copySparse([from.keys], to.home);
  await copySparse([from.accelerators, from.stageTimes, from.qemuFeatures], to.state);
  await giveMemory(from.asleep.memory, to.asleep.memory);
  await giveTemplate(from, to);
}

/** The template of another home. */
export async function giveTemplate(from: HomePaths, to: HomePaths): Promise<void> {
  await giveMemory(from.template.memory, to.template.memory);
  await copySparse([from.template.manifest], to.state);
}

/**
 * Saved memory by a second name, as snapshots and further VMs have it: nobody writes to such a file again. Nor may a test, which would
 * change that of all homes.
 */
function giveMemory(from: string, to: string): Promise<void> {
  return link(from, to);
}

/** The instance in a user's home that was made before. */
export function openInstance(userHome: string, homeName: string): Instance {
  const paths = homePaths(join(userHome, homeName));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: userHome,
    LANG: 'C.UTF-8',
    SLIPWAY_HOME: paths.home,
  };
  const run = (
    program: string,
    parameters: readonly string[],
    { env: more, ...rest }: InstanceRunOptions = {},
  ) => runProgram(program, parameters, { ...rest, env: { ...env, ...more } });
  const slipway: Instance['slipway'] = (parameters, given) =>
    run(process.execPath, [cliProgram, ...parameters], given);
  return {
    userHome,
    paths,
    env,
    slipway,
    docker: (parameters, given) => slipway(['docker', ...parameters], given),
    async client(parameters, given) {
      const client = await locateClient();
      const environment = await clientEnvironment(paths, client, env);
      return run(client.docker, parameters, { ...given, env: { ...environment, ...given?.env } });
    },
    async plainDocker(parameters, given) {
      const { client } = await loadAssets();
      return run(join(client?.dir ?? 'no-client', 'docker'), parameters, given);
    },
    status: () => currentStatus(paths),
    async start() {
      const result = await slipway(['start'], { timeoutMs: 280_000 });
      if (result.code !== 0) throw new Error(`The engine did not start:\n${result.stdout}${result.stderr}`);
      return result;
    },
  };
}

/**
 * Stops an instance, or ends the host of one that sleeps, and removes it. Throws when anything of it was left (a process, a socket),
 * after having ended that too, so that one bad test does not burden the next.
 */
export async function removeInstance(instance: Instance): Promise<void> {
  const faults: string[] = [];
  try {
    const { state, vm, host } = await instance.status();
    // It would be woken to be stopped.
    if (state === 'sleeping' && vm === null) await endHost(host?.pid);
    else faults.push(...(await stop(instance, state)));
  } catch (error) {
    faults.push((error as Error).message);
  }
  faults.push(...(await killLeftovers(instance)));
  await rm(instance.userHome, { recursive: true, force: true });
  if (faults.length > 0)
    throw new Error(`${instance.paths.home} did not end in good order:\n${faults.join('\n')}`);
}

/** As at the end of a session: what sleeps sleeps on. */
async function endHost(pid: number | undefined): Promise<void> {
  const identity = pid === undefined ? undefined : await identifyProcess(pid);
  if (identity === undefined) return;
  await signalProcess(identity, 'SIGTERM');
  await poll(50, abortAfter(30_000), async () => ((await isAlive(identity)) ? undefined : true));
}

async function stop(instance: Instance, state: Status['state']): Promise<readonly string[]> {
  // A container that is deaf to SIGTERM would be waited for, ten seconds each.
  const running = state === 'running' ? await instance.client(['ps', '--quiet']) : undefined;
  const ids = running?.stdout.split('\n').filter((id) => id !== '') ?? [];
  if (ids.length > 0) await instance.client(['kill', ...ids]);
  const { code, stdout, stderr } = await instance.slipway(['stop'], { timeoutMs: 120_000 });
  return code === 0 ? [] : [`slipway stop ended with ${code}: ${stdout}${stderr}`];
}
