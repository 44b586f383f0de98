import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile } from '../util/atomic-file.ts';

const schema = z.object({ authorities: z.array(z.string()) });

/**
 * The authorities that the guest of the image in a folder trusts by itself: SHA-256 of each certificate, in hexadecimal digits.
 * None where that cannot be read: whatever is wrong with the image, its own check tells.
 */
export async function readGuestAuthorities(folder: string): Promise<ReadonlySet<string>> {
  const manifest = await readJsonFile(join(folder, 'manifest.json')).catch(() => undefined);
  const parsed = schema.safeParse(manifest);
  return new Set(parsed.success ? parsed.data.authorities : []);
}
