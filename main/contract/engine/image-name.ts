/** The registry in an image's name, such as `registry.example.org:5000`; null for Docker Hub, which needs none. */
export function registryInName(name: string): string | null {
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost && first !== 'docker.io' && first !== 'index.docker.io' ? first : null;
}
