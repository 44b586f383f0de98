/** What Compose takes as the name of a project. */
export const composeNamePattern = /^[a-z0-9][a-z0-9_-]{0,127}$/;

/** The name that Compose gives to a project by its folder when its file says none; empty where nothing of the name is left. */
export function composeNameOf(folderName: string): string {
  return folderName
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
    .slice(0, 128);
}

/** The most profiles that can be switched on at once. */
export const mostProfiles = 50;

/** Most bytes of a Compose file that are read and written here. */
export const largestComposeFile = 1_048_576;
