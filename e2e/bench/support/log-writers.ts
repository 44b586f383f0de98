import { request } from 'node:http';
import { z } from 'zod';
import type { EngineApi } from '../../support/engine-api.ts';

const createdSchema = z.object({ Id: z.string() });

/** The text of each line, with its number in it. */
const words = (number: number | string) =>
  `request ${number} was answered with status 200 after some milliseconds`;

/** All lines that {@link createWriter}'s container writes, as it does. */
export function writtenLines(lines: number): string {
  return Array.from({ length: lines }, (_, index) => `${words(index + 1)}\n`).join('');
}

/** Makes a container that writes lines as fast as it can, a second after it was started, and ends. Answers its id. */
export async function createWriter(api: EngineApi, name: string, lines: number): Promise<string> {
  const answer = await api.ask('POST', `/containers/create?name=${name}`, {
    Image: 'slipway/busybox',
    Cmd: ['sh', '-c', `sleep 1; seq ${lines} | sed 's/.*/${words('&')}/'`],
    // By itself the engine keeps two files of 100 MB, and who is behind by more than one misses what was in it.
    HostConfig: { LogConfig: { Type: '', Config: { 'max-size': '500m' } } },
  });
  return createdSchema.parse(JSON.parse(answer)).Id;
}

/** Follows a container's log at the engine's own socket and keeps nothing of it; answers lines a second, once it has ended. */
export function followStraight(socketPath: string, id: string, lines: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = `/containers/${id}/logs?follow=1&stdout=1&stderr=1&timestamps=1`;
    const asked = request({ socketPath, path }, (response) => {
      let bytes = 0;
      let first: { readonly at: number; readonly bytes: number } | undefined;
      response.on('data', (piece: Uint8Array) => {
        bytes += piece.length;
        first ??= { at: performance.now(), bytes };
      });
      response.once('error', reject);
      response.once('end', () => {
        if (first === undefined || bytes === first.bytes) return reject(new Error('The engine sent no log'));
        const part = (bytes - first.bytes) / bytes;
        resolve((lines * part) / ((performance.now() - first.at) / 1_000));
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}
