import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Every file and folder that an instance owns. Nothing else of Slipway's lies anywhere else. */
export interface HomePaths {
  readonly home: string;
  readonly settings: string;
  /** Which folders of this computer the guest sees; none until the user has changed it. */
  readonly shares: string;
  /** Which engines were added beside Slipway's own, and which one is chosen. */
  readonly engines: string;
  /** Which Compose projects are remembered, and of which files they are. */
  readonly composeProjects: string;
  /** Earlier contents of Compose files that were saved over in the window: a folder for each file. */
  readonly composeHistory: string;
  /** What the engine's clients connect to. */
  readonly dockerSocket: string;
  /** What the CLI and a second window connect to. */
  readonly controlSocket: string;
  /** The app's own way to the engine: it neither wakes the VM nor keeps it awake. */
  readonly ownSocket: string;
  readonly lock: string;
  readonly run: string;
  /** Room kept for a host that finds the disk full. */
  readonly reserve: string;
  readonly qmpSocket: string;
  /** QEMU's own forward to the guest's engine. */
  readonly engineForward: string;
  /** QEMU's own forward to the guest's SSH server. */
  readonly sshForward: string;
  /** QEMU's end of the guest's control port. */
  readonly guestControl: string;
  /** QEMU's end of the port over which the guest tells what it publishes. */
  readonly guestPorts: string;
  /** QEMU's end of the port over which the guest tells what containers watch. */
  readonly guestWatches: string;
  /** The network between this computer's VMs: where their second network cards connect. */
  readonly switchSocket: string;
  /** A folder for each further VM of this computer, which is a home of its own; what is unfinished has a name that begins with a dot. */
  readonly nodes: string;
  /** Which processes show folders to the guest: for whoever has to end what an earlier host left. */
  readonly shareServers: string;
  /** What is published: what a host listens on that finds a VM asleep. */
  readonly publishedPorts: string;
  /** Which VM runs, and how it was started: what an adopting host needs. */
  readonly vmRecord: string;
  /** The status as it was when the last host left. */
  readonly lastStatus: string;
  readonly seed: string;
  readonly disks: string;
  readonly dataDisk: string;
  /** Says that the data disk exists: without it a missing disk is a new one, with it a lost one. */
  readonly dataDiskRecord: string;
  /** The memory of a VM that sleeps, beside the disk that it belongs to. */
  readonly asleep: { readonly memory: string; readonly manifest: string };
  /** Memory that was saved before any disk was opened: where a start without a memory of its own begins. */
  readonly template: { readonly memory: string; readonly manifest: string };
  /** Which guest image the data disk was last given to. */
  readonly bootedImage: string;
  /** A folder for each snapshot; what is unfinished has a name that begins with a dot. */
  readonly snapshots: string;
  readonly keys: string;
  readonly clientKey: string;
  readonly hostKey: string;
  /** Key and certificate of the authority for names of containers; the certificate alone lies beside the settings. */
  readonly authorityKey: string;
  /** What is given to whoever is to trust it. */
  readonly authorityCertificate: string;
  readonly state: string;
  readonly accelerators: string;
  readonly stageTimes: string;
  /** That the VM failed and was started again by itself, until it is asked to start. */
  readonly vmRestart: string;
  /** Which images were used when: what rules for removing them go by. */
  readonly imageUse: string;
  /** What each container used in the last hour. */
  readonly usageHistory: string;
  /** What the last builds of the window were made with. */
  readonly builds: string;
  /** The same of builds on other engines than Slipway's own. */
  readonly otherBuilds: string;
  readonly qemuFeatures: string;
  /** Which bundled images the data disk was given. */
  readonly bundledImages: string;
  /** Which docker context was made in the user's docker configuration, and what to put back. */
  readonly dockerContext: string;
  /** DOCKER_CONFIG of `slipway docker`. */
  readonly dockerConfig: string;
  /** What Chromium keeps for the window, and where the window was. */
  readonly window: string;
  readonly logs: string;
  readonly supervisorLog: string;
  /** What the headless host printed: only what its own log could not say. */
  readonly hostOutput: string;
  readonly consoleLog: string;
  readonly qemuLog: string;
  /** What the processes print that show folders to the guest. */
  readonly sharesLog: string;
}

/** The socket by which the host reaches a port of the guest; no longer than those that a home's path is measured by. */
export function doorSocket(paths: Pick<HomePaths, 'run'>, door: number): string {
  return join(paths.run, `p${door}.sock`);
}

/** Where QEMU reaches the process that shows a share of that tag; no longer than those that a home's path is measured by. */
export function shareSocket(paths: Pick<HomePaths, 'run'>, tag: string): string {
  return join(paths.run, `${tag}.sock`);
}

/**
 * Where a process of ours makes an engine reachable for itself and for what it starts; `serial` tells several of one process
 * apart. No longer than those that a home's path is measured by.
 */
export function engineSocket(paths: Pick<HomePaths, 'run'>, pid: number, serial = 0): string {
  return join(paths.run, `e${pid.toString(36)}.${serial}`);
}

/** Where a process of ours has ssh share one login among its connections; `serial` tells several of one process apart. */
export function loginSocket({ run }: Pick<HomePaths, 'run'>, pid: number, serial: number): string {
  return join(run, `ssh-${pid.toString(36)}.${serial}`);
}

/** Engines' and logins' sockets that there are, with their processes; ssh makes its own under a longer name first. */
export async function findEngineSockets({
  run,
}: Pick<HomePaths, 'run'>): Promise<ReadonlyMap<string, number>> {
  const names = await readdir(run).catch((): string[] => []);
  const found = names.flatMap((name) => {
    const pid = /^(?:e|ssh-)([0-9a-z]{1,7})\.\d{1,5}(?:\.\w+)?$/.exec(name)?.[1];
    return pid === undefined ? [] : [[join(run, name), Number.parseInt(pid, 36)] as const];
  });
  return new Map(found);
}

/**
 * The files of a further VM. Settings, shares and the network of VMs are those of the main one, and what was found out of this
 * computer's QEMU holds for it, too; all else is its own.
 */
export function nodePaths(main: HomePaths, name: string): HomePaths {
  const { settings, shares, switchSocket, accelerators, qemuFeatures } = main;
  return {
    ...homePaths(join(main.nodes, name)),
    ...{ settings, shares, switchSocket, accelerators, qemuFeatures },
  };
}

/** Where QEMU listens, but for the doors; it leaves them behind. */
export function qemuSockets(paths: HomePaths): readonly string[] {
  const { qmpSocket, guestControl, guestPorts, guestWatches, engineForward, sshForward } = paths;
  return [qmpSocket, guestControl, guestPorts, guestWatches, engineForward, sshForward];
}

/** Those that there are, of whatever QEMU. */
export async function findDoorSockets({ run }: Pick<HomePaths, 'run'>): Promise<readonly string[]> {
  const names = await readdir(run).catch((): string[] => []);
  return names.filter((name) => /^p\d{5}\.sock$/.test(name)).map((name) => join(run, name));
}

/** The folder of this user's instance: SLIPWAY_HOME, or ~/.slipway. */
export function defaultHome(environment: NodeJS.ProcessEnv = process.env): string {
  const set = environment.SLIPWAY_HOME;
  return set ? resolve(set) : join(homedir(), '.slipway');
}

/** The one place that names files. */
export function homePaths(home: string): HomePaths {
  const run = join(home, 'run');
  const disks = join(home, 'disks');
  const keys = join(home, 'keys');
  const state = join(home, 'state');
  const logs = join(home, 'logs');
  return {
    home,
    settings: join(home, 'settings.json'),
    shares: join(home, 'shares.json'),
    engines: join(home, 'engines.json'),
    composeProjects: join(home, 'compose.json'),
    composeHistory: join(state, 'compose-history'),
    dockerSocket: join(home, 'docker.sock'),
    controlSocket: join(run, 'control.sock'),
    ownSocket: join(run, 'own.sock'),
    lock: join(run, 'lock'),
    run,
    reserve: join(state, 'reserve'),
    qmpSocket: join(run, 'qmp.sock'),
    engineForward: join(run, 'engine.sock'),
    sshForward: join(run, 'ssh.sock'),
    guestControl: join(run, 'guest.sock'),
    guestPorts: join(run, 'ports.sock'),
    guestWatches: join(run, 'watches.sock'),
    switchSocket: join(run, 'switch.sock'),
    nodes: join(home, 'nodes'),
    shareServers: join(run, 'share-servers.json'),
    publishedPorts: join(run, 'ports.json'),
    vmRecord: join(run, 'vm.json'),
    lastStatus: join(run, 'last-status.json'),
    seed: join(run, 'seed.tar'),
    disks,
    dataDisk: join(disks, 'data.img'),
    dataDiskRecord: join(disks, 'data.json'),
    asleep: { memory: join(disks, 'asleep.memory'), manifest: join(disks, 'asleep.json') },
    template: { memory: join(state, 'template.memory'), manifest: join(state, 'template.json') },
    bootedImage: join(disks, 'booted-image.json'),
    snapshots: join(home, 'snapshots'),
    keys,
    clientKey: join(keys, 'client_ed25519'),
    hostKey: join(keys, 'host_ed25519'),
    authorityKey: join(keys, 'authority.pem'),
    authorityCertificate: join(home, 'authority.crt'),
    state,
    accelerators: join(state, 'accelerators.json'),
    stageTimes: join(state, 'stage-times.json'),
    vmRestart: join(state, 'vm-restart.json'),
    imageUse: join(state, 'image-use.json'),
    usageHistory: join(state, 'usage-history.json'),
    builds: join(state, 'builds.json'),
    otherBuilds: join(state, 'other-builds.json'),
    qemuFeatures: join(state, 'qemu-features.json'),
    bundledImages: join(disks, 'bundled-images'),
    dockerContext: join(state, 'docker-context.json'),
    dockerConfig: join(home, 'docker'),
    window: join(home, 'window'),
    logs,
    supervisorLog: join(logs, 'slipway.log'),
    hostOutput: join(logs, 'host-output.log'),
    consoleLog: join(logs, 'console.log'),
    qemuLog: join(logs, 'qemu.log'),
    sharesLog: join(logs, 'shares.log'),
  };
}
