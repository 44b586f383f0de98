import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { abortAfter } from '../../main/util/wait.ts';

/** How many requests are under way at once: more make the engine no faster on two cores. */
const atOnce = 8;

const deadlineMs = 60_000;

/** The engine's API as it is, for what the docker client refuses to send and for what has to be many. */
export interface EngineApi {
  /** Sends JSON, or bytes as a tar; answers what the engine did, as text. Rejects with the engine's words. */
  ask(method: string, path: string, body?: object | Uint8Array): Promise<string>;
  /** Does something for each number below `count`, several at once. */
  many(count: number, work: (index: number) => Promise<unknown>): Promise<void>;
  close(): void;
}

/** Opens connections to the engine at a socket as they are needed. */
export function engineApi(socketPath: string): EngineApi {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const ask: EngineApi['ask'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const isTar = body instanceof Uint8Array;
      const headers = { 'Content-Type': isTar ? 'application/x-tar' : 'application/json' };
      const signal = abortAfter(deadlineMs);
      const sent = request({ socketPath, agent, method, path, headers, signal }, (response) => {
        text(response).then((answer) => {
          const status = response.statusCode ?? 0;
          if (status < 400) resolve(answer);
          else reject(new Error(`${method} ${path.slice(0, 200)} (${status}): ${answer.trim()}`));
        }, reject);
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : isTar ? body : JSON.stringify(body));
    });
  return {
    ask,
    async many(count, work) {
      let next = 0;
      const worker = async () => {
        while (next < count) {
          next += 1;
          await work(next - 1);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    },
    close: () => agent.destroy(),
  };
}
