// Builds the guest that the benchmark compares with: an ordinary Debian with systemd, networkd, udev, an ext4 root and
// Debian's own initrd, holding the same engine packages as the VM image. Used by nothing but the benchmark.
// Needs root, because maintainer scripts run; installs mmdebstrap where it is missing. By itself: node scripts/stock-guest/build.mjs
import { copyFile, mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readContents } from '../image/contents.mjs';
import { preferencesText, sourcesText } from '../lib/apt-root.mjs';
import { readDebianMirror } from '../lib/apt-sources.mjs';
import { cachedFolder } from '../lib/cache-folder.mjs';
import { contentHash } from '../lib/content-hash.mjs';
import { printProgress } from '../lib/print-progress.mjs';
import { runCommand } from '../lib/run-command.mjs';
import { engineSuite, stableSuites } from '../lib/suites.mjs';
import { installPackages, missingPackages } from '../lib/system-packages.mjs';

const scripts = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const assets = resolve(scripts, '../vm-assets');

/** Bytes; sparse, so that only what is used takes space. */
const rootSize = 8 * 2 ** 30;

/** What makes an unpacked system one that boots under QEMU and answers on its port. */
const settings = Object.freeze({
  'etc/hostname': 'stock\n',
  'etc/fstab': '/dev/vda / ext4 defaults 0 1\n',
  'etc/systemd/network/10-ethernet.network': '[Match]\nType=ether\n\n[Network]\nDHCP=ipv4\n',
  // The engine's own way to listen elsewhere too: systemd holds the socket, as it does for the unix one.
  'etc/systemd/system/docker.socket.d/port.conf': '[Socket]\nListenStream=0.0.0.0:2375\n',
});

/** What builds it, and what serves its sshfs: wanted by the benchmarks alone, so nothing else installs them. */
const buildPackages = ['mmdebstrap', 'e2fsprogs', 'openssh-sftp-server'];

/** @param {{ onProgress?: (progress: import('../lib/debian.mjs').Progress) => void, signal?: AbortSignal }} options */
async function haveBuildPackages({ onProgress, signal = new AbortController().signal }) {
  const missing = await missingPackages(buildPackages);
  if (missing.length === 0) return;
  const say = (/** @type {string} */ message) => onProgress?.({ message });
  await installPackages(missing, { signal, detail: say, note: say });
}

/**
 * Builds the stock guest below `buildDir` or finds it there. Its folder holds kernel, initrd, root.ext4 and manifest.json.
 * Throws when not run as root, and when mmdebstrap or the packages cannot be had.
 * @param {{ buildDir: string, onProgress?: (progress: import('../lib/debian.mjs').Progress) => void, signal?: AbortSignal }} options
 * @returns {Promise<{ readonly folder: string, readonly built: boolean }>}
 */
export async function buildStockGuest({ buildDir, onProgress, signal }) {
  const inputs = [
    'stock-guest/build.mjs',
    'lib/suites.mjs',
    'lib/apt-root.mjs',
    '../vm-assets/packages.json',
  ];
  const hash = await contentHash(scripts, inputs, ['x64']);
  const target = join(resolve(buildDir), 'cache', `stock-guest-${hash.slice(0, 16)}`);
  return cachedFolder(target, 'manifest.json', async (folder) => {
    if (process.getuid?.() !== 0)
      throw new Error('The stock guest can only be built as root: run the benchmark as root.');
    await haveBuildPackages({ onProgress, signal });
    const { contents } = await readContents(assets);
    const engine = contents.engine.map((choice) => choice.name);
    const tree = join(folder, 'tree');
    const sources = join(folder, 'debian.sources');
    const preferences = join(folder, 'preferences');
    await writeFile(sources, sourcesText(await readDebianMirror(), [...stableSuites, engineSuite]));
    await writeFile(
      preferences,
      preferencesText([...stableSuites, engineSuite], [{ suite: engineSuite.name, packages: engine }]),
    );
    const packages = [
      contents.kernel.x64.name,
      'systemd-sysv',
      'systemd-resolved',
      'udev',
      'iptables',
      'initramfs-tools',
      'sshfs',
      ...engine,
    ];
    onProgress?.({ message: 'installing an ordinary Debian (some minutes)' });
    const options = [
      '--mode=root',
      '--variant=important',
      '--architectures=amd64',
      `--include=${packages.join(',')}`,
      `--setup-hook=mkdir -p "$1/etc/apt/preferences.d" && cp "${preferences}" "$1/etc/apt/preferences.d/engine"`,
      '--customize-hook=chroot "$1" systemctl enable systemd-networkd systemd-resolved docker.socket docker.service containerd.service',
      '--customize-hook=chroot "$1" passwd -d root',
    ];
    await runCommand('mmdebstrap', [...options, 'trixie', tree, sources], { signal, timeoutMs: 30 * 60_000 });
    for (const [path, text] of Object.entries(settings)) {
      await mkdir(join(tree, dirname(path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    onProgress?.({ message: 'writing its disk' });
    const boot = await readdir(join(tree, 'boot'));
    const find = (/** @type {string} */ prefix) => {
      const name = boot.find((candidate) => candidate.startsWith(prefix));
      if (!name) throw new Error(`The stock guest has no ${prefix} in /boot; it holds ${boot.join(', ')}.`);
      return join(tree, 'boot', name);
    };
    await copyFile(find('vmlinuz-'), join(folder, 'kernel'));
    await copyFile(find('initrd.img-'), join(folder, 'initrd'));
    const disk = join(folder, 'root.ext4');
    await writeFile(disk, '');
    await truncate(disk, rootSize);
    await runCommand('mke2fs', ['-q', '-t', 'ext4', '-d', tree, disk], { signal });
    for (const path of [tree, sources, preferences]) await rm(path, { recursive: true });
    const manifest = { kernelCommandLine: 'root=/dev/vda ro console=ttyS0 quiet', packages };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { buildDir: resolve(scripts, '../build'), onProgress: printProgress('stock guest') };
  process.stdout.write(`${(await buildStockGuest(options)).folder}\n`);
}
