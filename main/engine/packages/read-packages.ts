import type Docker from 'dockerode';
import { shortImageName } from '../../contract/engine/image-name.ts';
import type { ImagePackage, ImagePackages } from '../../contract/engine/image-packages.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { absent, type ImageFiles, lookInside } from './look-inside.ts';
import { parseOsRelease } from './os-release.ts';
import { parseApkInstalled } from './parse-apk.ts';
import { parseDpkgStatus } from './parse-dpkg.ts';

/** Where package databases lie, and how each is read. */
const databases: readonly {
  readonly path: string;
  readonly parse: (text: string) => readonly ImagePackage[];
}[] = [
  { path: '/var/lib/dpkg/status', parse: parseDpkgStatus },
  // Images without dpkg itself, a file for each package.
  { path: '/var/lib/dpkg/status.d', parse: parseDpkgStatus },
  { path: '/lib/apk/db/installed', parse: parseApkInstalled },
];

/** Databases whose form is rpm's own (sqlite, ndb or Berkeley DB), which is not read here. */
const unreadable = ['/usr/lib/sysimage/rpm', '/var/lib/rpm'];

/** `/etc/os-release` is a link in most images. */
const releases = ['/usr/lib/os-release', '/etc/os-release'];

/** Bytes: the longest that distributions write have one thousand. */
const mostOfRelease = 64 * 1024;

/** What is installed in an image, by its own databases. */
export function readPackages(engine: Docker, id: string, signal: AbortSignal): Promise<ImagePackages> {
  const doing = `read the packages of the image ${shortImageName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, (until) =>
      lookInside(engine, id, doing, until, (files) => gather(files, until)),
    ),
  );
}

/** Reads all databases that there are. */
export async function gather(files: ImageFiles, signal: AbortSignal): Promise<ImagePackages> {
  const read: string[] = [];
  const packages = new Map<string, ImagePackage>();
  for (const { path, parse } of databases) {
    const found = await files.read(path, signal).catch(absent);
    if (found === undefined || found.size === 0) continue;
    read.push(path);
    for (const [name, text] of found) {
      // Beside each package's own file are the sums of what it brought.
      if (name.endsWith('.md5sums')) continue;
      for (const one of parse(text)) packages.set(`${one.kind} ${one.name} ${one.architecture}`, one);
    }
  }
  const unread: string[] = [];
  for (const path of unreadable) if (await files.has(path, signal)) unread.push(path);
  return {
    distribution: await readRelease(files, signal),
    packages: [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    read,
    unread,
  };
}

async function readRelease(files: ImageFiles, signal: AbortSignal): Promise<ImagePackages['distribution']> {
  for (const path of releases) {
    const [text] = (await files.read(path, signal, mostOfRelease).catch(absent))?.values() ?? [];
    const release = text === undefined ? null : parseOsRelease(text);
    if (release !== null) return release;
  }
  return null;
}
