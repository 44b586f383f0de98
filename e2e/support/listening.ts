import { readdir, readFile, readlink } from 'node:fs/promises';

/** What these processes listen on, of TCP and UDP, as /proc/net writes it: `tcp 0100007F:1F90`. */
export async function listeningOn(pids: readonly number[]): Promise<readonly string[]> {
  const sockets = new Set<string>();
  for (const pid of pids) {
    for (const descriptor of await readdir(`/proc/${pid}/fd`)) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) sockets.add(inode);
    }
  }
  if (sockets.size === 0) throw new Error(`the processes ${pids.join(', ')} have no socket at all`);
  const listening: string[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of (await readFile(`/proc/net/${table}`, 'utf8')).trim().split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [, local = '', remote = '', state = ''] = fields;
      // 0A is LISTEN; a UDP socket without a peer takes from everybody.
      const open = table.startsWith('tcp') ? state === '0A' : /:0000$/.test(remote);
      if (open && sockets.has(fields[9] ?? '')) listening.push(`${table} ${local}`);
    }
  }
  return listening;
}
