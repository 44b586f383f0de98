import { type Assets, loadAssets } from '../../assets.ts';
import { locateClient } from '../../docker-client/locate-client.ts';
import { isThere } from '../../util/is-there.ts';
import { askVersion } from '../../vm/drivers/qemu/program.ts';
import { loadGuestImage } from '../../vm/guest-image.ts';
import { type DoctorView, type Finding, failure, ok, thrown, warning } from '../check.ts';

/** What Slipway is made of: the VM's image byte for byte by its manifest, and that the other parts are there. */
export async function checkParts(
  { environment }: Pick<DoctorView, 'environment'>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const assets = await loadAssets(environment);
  const image = await loadGuestImage(assets.image.dir, signal).then(
    ({ arch, contentHash }) =>
      ok(`The VM image ${contentHash.slice(0, 12)} (${arch}) is as its manifest says.`),
    thrown,
  );
  const client = await locateClient().then(() => undefined, thrown);
  const lost = await findLost(assets);
  return [
    image,
    ...(client === undefined ? [] : [client]),
    ...lost.map(([what, path]) =>
      failure(
        `${what} are not at ${path}.`,
        'In a checkout run `npm start`; otherwise install Slipway again.',
      ),
    ),
  ];
}

async function findLost(assets: Assets): Promise<readonly (readonly [string, string])[]> {
  const named = [
    ['The bundled images', assets.bundledImages?.file],
    ['The parts of the local registry', assets.registryImage?.file],
    ['The programs that show shared folders', assets.shareServer?.dir],
  ] as const;
  const found = await Promise.all(
    named.map(async ([what, path]) => {
      if (path === undefined) return undefined;
      return (await isThere(path)) ? undefined : ([what, path] as const);
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** QEMU: that it can be started, and which it is. */
export async function checkQemu({ qemu, settings }: Pick<DoctorView, 'qemu' | 'settings'>): Promise<Finding> {
  const program = await qemu();
  const version = await askVersion(program);
  const own = settings['qemu.path'];
  if (version !== program.version)
    return warning(
      `QEMU says that it is ${version}, and not ${program.version} as its manifest has it.`,
      'Install Slipway again; in a checkout, remove build/cache and run `npm start`.',
    );
  return ok(`QEMU ${version}, ${own === '' ? 'bundled' : `as qemu.path says: ${own}`}.`);
}
