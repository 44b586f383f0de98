/** As many as the engine asks one after the other before it asks Docker Hub itself; more would be a mistake. */
const mostMirrors = 8;

/** Hosts that are on this computer, by the names that the engine in the VM knows. */
const onThisComputer = ['localhost', '[::1]', 'host.docker.internal', 'gateway.docker.internal'];

/**
 * The registries that are asked for images of Docker Hub first, as `images.mirrors` names them: addresses with commas between them,
 * in the form that dockerd takes (`https://HOST[:PORT]`, and http on this computer alone). Undefined when one is none of these.
 */
export function parseMirrors(text: string): readonly string[] | undefined {
  if (text.trim() === '') return [];
  const origins = text.split(',').map((word) => originOf(word.trim()));
  if (origins.length > mostMirrors || origins.includes(undefined)) return undefined;
  return [...new Set(origins as readonly string[])];
}

function originOf(word: string): string | undefined {
  // A URL would mend these, and what comes of it stands in a file of the guest's.
  if (/[\s\p{C}\\"]/u.test(word)) return undefined;
  let url: URL;
  try {
    url = new URL(word);
  } catch {
    return undefined;
  }
  const isBare = ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  if (!isBare || url.username !== '' || url.password !== '') return undefined;
  const isNear = onThisComputer.includes(url.hostname) || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isNear) ? url.origin : undefined;
}
