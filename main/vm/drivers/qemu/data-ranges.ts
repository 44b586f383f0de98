import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { toFailure } from '../../../contract/errors.ts';
import type { DataRange } from '../../memory/checksums.ts';
import type { ImageProgram } from './image-tool.ts';

/** It takes 30 ms for a file with 500 holes. In milliseconds. */
const deadlineMs = 10_000;

const mapSchema = z.array(z.object({ start: z.number(), length: z.number(), data: z.boolean() }));

/**
 * Where a file holds data, as its file system tells `qemu-img` (Node has no way to ask); null when that is not to be found
 * out, which `report` hears the reason of. Never rejects: whoever is called off meanwhile notices by itself.
 */
export async function findDataRanges(
  program: ImageProgram | undefined,
  file: string,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<readonly DataRange[] | null> {
  if (program === undefined) return null;
  const parameters = [...program.leading, 'map', '--output=json', '-f', 'raw', file];
  try {
    const { stdout } = await promisify(execFile)(program.command, parameters, {
      ...{ signal, killSignal: 'SIGKILL', timeout: deadlineMs },
      // 140 bytes for each range and each hole: for 240,000 of both.
      maxBuffer: 64 * 1024 * 1024,
    });
    const ranges = mapSchema.parse(JSON.parse(stdout));
    return ranges.filter(({ data }) => data).map(({ start, length }) => ({ start, length }));
  } catch (error) {
    report(`where ${file} has holes is not known: ${toFailure(error).message}`);
    return null;
  }
}
