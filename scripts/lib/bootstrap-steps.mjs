// What has to be there before a command can run: one entry for each thing, see steps.mjs for its fields.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ansibleImageFolder, buildAnsibleImage } from '../ansible-image/build.mjs';
import { baseImagesFolder, buildBaseImages } from '../base-images/build.mjs';
import { buildBundledImages, bundledImagesFolder } from '../bundled-images/build.mjs';
import { buildClient, clientFolder } from '../client/build.mjs';
import { officialElectron, tryOfficialElectron } from '../electron/official.mjs';
import { buildStandIn, standInFolder } from '../electron/stand-in.mjs';
import { buildImage, imageFolder } from '../image/build.mjs';
import { buildQemu, qemuFolder } from '../qemu/build.mjs';
import { buildRegistryImage, registryImageFolder } from '../registry-image/build.mjs';
import { buildShareServer, shareServerFolder } from '../share-server/build.mjs';
import { compileApp, isAppCompiled } from './compile-step.mjs';
import { installNodePackages, nodePackagesMatch } from './node-packages.mjs';
import { buildDir, hostArch } from './places.mjs';

const arch = hostArch();
const running = ['start', 'cli', 'test', 'screenshots', 'bench', 'prepare', 'package'];
const windowed = ['start-window', 'test', 'screenshots', 'bench', 'prepare'];

/** What Chromium loads, by the names of Debian 13 and of Debian 12. */
const electronLibraries = [
  'libgtk-3-0t64|libgtk-3-0',
  'libnss3',
  'libasound2t64|libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
];

/** Commands that run an engine without a VM, and what builds its surroundings; the rest of that every Debian has. */
const withNativeEngine = ['test', 'bench', 'prepare'];
const nativeEnginePackages = ['mount'];

/** Commands that keep a login in a keychain, and what a desktop has for that. */
const withKeychain = ['test', 'prepare'];
const keychainPackages = ['libsecret-1-0', 'dbus-daemon|dbus', 'gnome-keyring'];

/**
 * Packages that a command itself needs, whatever has been built already: a display, letters to draw in it, a keychain.
 * @type {Record<string, readonly string[]>}
 */
export const commandPackages = Object.fromEntries(
  windowed.map((command) => [
    command,
    [
      ...electronLibraries,
      ...(command === 'start-window' ? [] : ['xvfb', 'xauth', 'fonts-dejavu-core', 'fonts-inter']),
      ...(withNativeEngine.includes(command) ? nativeEnginePackages : []),
      ...(withKeychain.includes(command) ? keychainPackages : []),
    ],
  ]),
);

/** @type {readonly import('./steps.mjs').Step[]} */
export const bootstrapSteps = [
  {
    name: 'VM image',
    neededFor: [...running, 'start-window'],
    check: async () => hasManifest(await imageFolder({ arch, buildDir })),
    run: async ({ signal, detail }) => {
      await buildImage({ arch, buildDir, signal, onProgress: ({ message }) => detail(message) });
    },
  },
  {
    name: 'Node packages',
    neededFor: [...running, 'start-window', 'test-code'],
    check: nodePackagesMatch,
    run: installNodePackages,
  },
  // The bundled QEMU, and what shares folders with its guest, is for Linux on x64; elsewhere the system's own QEMU is used.
  ...(process.platform === 'linux' && arch === 'x64'
    ? [
        /** @type {import('./steps.mjs').Step} */ ({
          name: 'QEMU',
          neededFor: [...running, 'start-window'],
          check: async () => hasManifest(await qemuFolder({ buildDir })),
          run: async ({ signal, detail }) => {
            await buildQemu({ buildDir, signal, onProgress: ({ message }) => detail(message) });
          },
        }),
        /** @type {import('./steps.mjs').Step} */ ({
          name: 'Share server',
          neededFor: [...running, 'start-window'],
          check: async () => hasManifest(await shareServerFolder({ buildDir })),
          run: async ({ signal, detail }) => {
            await buildShareServer({ buildDir, signal, onProgress: ({ message }) => detail(message) });
          },
        }),
      ]
    : []),
  {
    name: 'Docker client',
    neededFor: [...running, 'start-window'],
    check: async () => hasManifest(await clientFolder({ arch, buildDir })),
    run: async ({ signal, detail }) => {
      await buildClient({ arch, buildDir, signal, onProgress: ({ message }) => detail(message) });
    },
  },
  {
    name: 'Bundled images',
    neededFor: [...running, 'start-window'],
    check: async () => hasManifest(await bundledImagesFolder({ arch, buildDir })),
    run: async ({ signal, detail }) => {
      await buildBundledImages({ arch, buildDir, signal, onProgress: ({ message }) => detail(message) });
    },
  },
  {
    name: 'Registry image',
    neededFor: [...running, 'start-window'],
    check: async () => hasManifest(await registryImageFolder({ arch, buildDir })),
    run: async ({ signal, detail }) => {
      await buildRegistryImage({ arch, buildDir, signal, onProgress: ({ message }) => detail(message) });
    },
  },
  {
    name: 'Base images',
    neededFor: ['test', 'prepare'],
    check: async () => hasManifest(await baseImagesFolder({ arch, buildDir })),
    run: async ({ signal, detail }) => {
      await buildBaseImages({ arch, buildDir, signal, onProgress: ({ message }) => detail(message) });
    },
  },
  {
    name: 'Ansible image',
    neededFor: ['test', 'prepare'],
    after: ['Base images', 'Docker client'],
    check: async () => hasManifest(await ansibleImageFolder({ arch, buildDir })),
    run: async ({ signal, detail }) => {
      await buildAnsibleImage({ arch, buildDir, signal, onProgress: ({ message }) => detail(message) });
    },
  },
  {
    name: 'App',
    neededFor: [...running, 'start-window'],
    after: ['Node packages'],
    check: isAppCompiled,
    run: compileApp,
  },
  {
    name: 'Electron',
    neededFor: [...windowed, 'package'],
    after: ['Node packages'],
    packages: ['unzip'],
    check: async () => (await officialElectron()) !== null || hasManifest(await standInFolder({ buildDir })),
    run: async ({ signal, detail }) => {
      detail('official download');
      if (await tryOfficialElectron(signal)) return 'official';
      await buildStandIn({ buildDir, signal, onProgress: ({ message }) => detail(message) });
      return 'stand-in, for tests only: the official download is out of reach';
    },
  },
];

/** @param {string} folder */
async function hasManifest(folder) {
  return access(join(folder, 'manifest.json')).then(
    () => true,
    () => false,
  );
}
