import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Puts a helper into a folder that reads what it is given as `$input`, is told what to do as `$1`, and does what a script of sh says.
 * Answers an environment in which it is found, and in which there seems to be a D-Bus.
 */
export async function installHelper(
  folder: string,
  name: string,
  script: string,
): Promise<NodeJS.ProcessEnv> {
  const program = join(folder, `docker-credential-${name}`);
  await writeFile(program, `#!/bin/sh\nread input\n${script}\n`, { mode: 0o700 });
  return { PATH: `${folder}:/usr/bin:/bin`, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
}

/** What a keychain does that works, in a file of its folder. */
export const workingKeychain = `
kept="$(dirname "$0")/kept"
case $1 in
  list) echo '{}' ;;
  store) echo "$input" >"$kept" ;;
  get) cat "$kept" ;;
  erase) rm "$kept" ;;
esac`;
