import { open } from 'node:fs/promises';
import { formatSize } from '../../contract/format.ts';

/**
 * The last `bytes` bytes of a file, from the beginning of a line on; where not even one line begins there, a line that says so.
 * Undefined when there is no such file that can be read.
 */
export async function readEnd(path: string, bytes: number): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - bytes);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size, bytes)),
      0,
      Math.min(size, bytes),
      from,
    );
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    if (from === 0) return text;
    // A secret whose beginning is cut off would not be known for one; and half a letter is none.
    const end = text.indexOf('\n');
    const isOneLine = end === -1 || end === text.length - 1;
    return isOneLine
      ? `(The last line has more than ${formatSize(bytes)}: it is left out.)\n`
      : text.slice(end + 1);
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
