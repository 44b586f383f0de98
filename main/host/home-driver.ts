import type { Assets } from '../assets.ts';
import type { Failure } from '../contract/errors.ts';
import { parseMirrors } from '../contract/mirrors.ts';
import type { Share } from '../contract/shares.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { chosenCpus, chosenMemoryMiB } from '../settings/machine-size.ts';
import { loadSettings } from '../settings/settings-store.ts';
import type { ConsoleLog } from '../vm/console-log.ts';
import type { Driver } from '../vm/driver.ts';
import { type ConvertDisk, findImageTool } from '../vm/drivers/qemu/image-tool.ts';
import { createQemuDriver } from '../vm/drivers/qemu/qemu-driver.ts';
import { whyNotSwitched } from '../vm/drivers/qemu/whether-switched.ts';
import { nodeAddress } from '../vm/node-address.ts';
import type { SupervisorOptions } from '../vm/supervisor.ts';

/** What a home's VM is run by, as its settings say. */
export interface HomeDriver {
  readonly driver: Driver;
  /** What the VM is to be like; read from the settings at each call. */
  readonly specification: SupervisorOptions['specification'];
  /** Why VMs cannot be connected with each other by this QEMU; null when they can. */
  readonly whyNotSwitched: () => Promise<Failure | null>;
  /** `qemu-img` beside the QEMU that is used; undefined when there is none. */
  readonly imageTool: () => Promise<ConvertDisk | undefined>;
}

/** What the driver of a home is made from. */
export interface HomeDriverOptions {
  readonly paths: HomePaths;
  readonly assets: Assets;
  readonly console: ConsoleLog;
  /** What the guest calls itself, and its number in the network of VMs (main/vm/node-address.ts). */
  readonly hostname: string;
  readonly number: number;
  /** Folders that no guest may see. Without links. */
  readonly hidden: () => Promise<readonly string[]>;
  /** The folders of this computer that the guest is to see. */
  readonly offerShares: () => Promise<readonly Share[]>;
  /** What the guest may reach of this computer. */
  readonly hostAccess: () => Promise<readonly string[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Makes the driver that a home's settings ask for: the bundled QEMU, or the user's own. */
export function createHomeDriver({
  paths,
  assets,
  console,
  hostname,
  number,
  hidden,
  offerShares,
  hostAccess,
  now,
  log,
}: HomeDriverOptions): HomeDriver {
  const bundledQemu = assets.qemu?.dir ?? null;
  const ownQemu = async () => (await loadSettings(paths))['qemu.path'];
  const driver = createQemuDriver({
    ...{ paths, console, imageFolder: assets.image.dir, bundledQemu, ownQemu, now, log },
    shareServer: assets.shareServer?.dir ?? null,
    hiddenFolders: hidden,
  });
  return {
    driver,
    async specification() {
      const settings = await loadSettings(paths);
      return {
        cpus: chosenCpus(settings['vm.cpus']),
        memoryMiB: chosenMemoryMiB(settings['vm.memoryMiB']),
        accelerator: settings['vm.accelerator'],
        shares: await offerShares(),
        diskGiB: settings['vm.diskGiB'],
        ...{ hostname, nodeAddress: nodeAddress(number) },
        portsAddress: settings['ports.defaultAddress'],
        hostAccess: await hostAccess(),
        mirrors: parseMirrors(settings['images.mirrors']) ?? [],
      };
    },
    whyNotSwitched: async () => whyNotSwitched(paths, await ownQemu(), bundledQemu),
    imageTool: async () => findImageTool(bundledQemu, await ownQemu()),
  };
}
