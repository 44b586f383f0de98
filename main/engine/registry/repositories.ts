import { request } from 'node:http';
import { z } from 'zod';
import { abortAfter } from '../../util/wait.ts';

/** A registry of this computer answers at once; a VM may be under load. In milliseconds. */
const deadlineMs = 5_000;
/** Bytes: a hundred names are far less. */
const longestAnswer = 256 * 1024;
/** More than these nobody reads in a line. */
const most = 100;

const catalog = z.object({ repositories: z.array(z.string().max(512)).nullable() });

/** The names of the repositories of a registry on this computer's loopback; null when it does not tell them. */
export async function readRepositories(port: number, signal: AbortSignal): Promise<readonly string[] | null> {
  const until = abortAfter(deadlineMs, signal);
  try {
    const answer = await read(port, `/v2/_catalog?n=${most}`, until);
    return (catalog.parse(JSON.parse(answer)).repositories ?? []).slice(0, most);
  } catch {
    return null;
  }
}

function read(port: number, path: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.length > longestAnswer) asked.destroy(new Error('the answer is too long'));
      });
      response.once('error', reject);
      response.once('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`status ${response.statusCode}`)),
      );
    });
    asked.once('error', reject);
    asked.end();
  });
}
