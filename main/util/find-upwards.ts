import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The first of `names` (paths below a folder) that exists in `folder` or in one of the folders above it. This is how
 * the compiled code finds what lies beside it, in a checkout and in a packaged app alike.
 */
export function findUpwards(folder: string, names: readonly string[]): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    for (const name of names) {
      const candidate = join(current, name);
      if (existsSync(candidate)) return candidate;
    }
    if (dirname(current) === current) return undefined;
  }
}
