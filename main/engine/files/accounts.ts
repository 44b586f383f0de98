/** Who is who in a container. */
export interface Accounts {
  readonly users: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
}

/** Nobody is known. */
export const noAccounts: Accounts = { users: new Map(), groups: new Map() };

/** Longest name that is shown: a longer one is no name of an account. */
const longestName = 64;

/** The accounts in /etc/passwd and /etc/group; lines that are none are passed over, and of two names the first counts. */
export function readAccounts(passwd: string, group: string): Accounts {
  return { users: namesIn(passwd), groups: namesIn(group) };
}

function namesIn(file: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of file.split('\n')) {
    const [name = '', , id = ''] = line.split(':');
    if (name === '' || name.length > longestName || !/^\d+$/.test(id) || names.has(Number(id))) continue;
    names.set(Number(id), name);
  }
  return names;
}
