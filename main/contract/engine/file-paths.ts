/** The names of which a path is made. */
export function namesOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** The path that names make. */
export function pathOf(names: readonly string[]): string {
  return `/${names.join('/')}`;
}

/** The folder that a path is in; the top's own is the top. */
export function parentOf(path: string): string {
  return pathOf(namesOf(path).slice(0, -1));
}

/** The last name of a path; empty for the top. */
export function lastName(path: string): string {
  return namesOf(path).at(-1) ?? '';
}

/** The path of something in a folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
