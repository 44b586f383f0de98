import { relative } from 'node:path';
import { cwd } from 'node:process';

/** A socket's path relative to the present folder when that is shorter: sockets have short names only. */
export function shortest(path: string): string {
  const short = relative(cwd(), path);
  return short.length < path.length ? short : path;
}
