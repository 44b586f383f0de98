import { open } from 'node:fs/promises';

/** The last `bytes` bytes of a file, from the beginning of a line on; undefined when there is no such file that can be read. */
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
    // A secret whose beginning is cut off would not be known for one; and half a letter is none.
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
