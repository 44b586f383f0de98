// By what an engine knows an image that image-archive.mjs has written. The app compares: everybody can give an image its name.
import { runCommand } from '../lib/run-command.mjs';

/**
 * The ids that the image of this tag has once it is loaded, read from the archive itself: an engine that keeps images by itself
 * goes by the configuration's digest, one that leaves that to containerd by the manifest's. Throws when there is no such image.
 * @param {string} archive
 * @param {string} tag
 * @param {AbortSignal | undefined} [signal]
 * @returns {Promise<readonly string[]>}
 */
export async function imageIds(archive, tag, signal) {
  const json = async (/** @type {string} */ name) =>
    JSON.parse(await runCommand('tar', ['--extract', '--to-stdout', '--file', archive, name], { signal }));
  /** @type {readonly { RepoTags: readonly string[], Config: string }[]} */
  const legacy = await json('./manifest.json');
  /** @type {{ manifests: readonly { digest: string, annotations: Readonly<Record<string, string>> }[] }} */
  const { manifests } = await json('./index.json');
  const image = legacy.find(({ RepoTags }) => RepoTags.includes(tag));
  const manifest = manifests.find(
    ({ annotations }) => annotations['io.containerd.image.name'] === `docker.io/${tag}`,
  );
  if (!image || !manifest) throw new Error(`${archive} has no image ${tag}.`);
  return [image.Config.replace('blobs/sha256/', 'sha256:'), manifest.digest];
}
