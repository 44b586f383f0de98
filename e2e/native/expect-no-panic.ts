import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { NativeHome } from '../support/native-home.ts';

/** Fails where dockerd has died, which nobody starts again where there is no VM. */
export async function expectNoPanic({ engine }: NativeHome): Promise<void> {
  expect(await readFile(join(dirname(engine.socket), 'dockerd.log'), 'utf8')).not.toMatch(/panic:/);
}
