import { cp, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { abortAfter } from '../../main/util/wait.ts';
import { copyHostNode } from './host-node.ts';
import type { Instance } from './instance.ts';
import { freePorts } from './port-visitor.ts';
import type { ProgramResult } from './run-program.ts';

/** What a browser has a request for at most: it may have to wake a VM. In milliseconds. */
const answerWithinMs = 60_000;

/** The project of examples/hot-reload, in a folder of a user's. */
export interface HotReload {
  /** The folder of its pages. */
  readonly site: string;
  /** Its ports on this computer: of the pages, and of what tells of changes. */
  readonly ports: readonly [pages: number, changes: number];
  compose(...parameters: readonly string[]): Promise<ProgramResult>;
  /** A page as a browser is given it, with the number of the answer before it; rejects when nobody answers. */
  page(name: string): Promise<string>;
  /** What tells of changes, as text that has come so far. To be ended by its `destroy`. */
  changes(): Promise<{ said(): string; destroy(): void }>;
}

/** Copies the example to a folder that the VM is shown. Its image is one that needs no network, with this machine's own Node. */
export async function copyHotReload(vm: Instance, folder: string): Promise<HotReload> {
  await cp(join(import.meta.dirname, '../../examples/hot-reload'), folder, { recursive: true });
  const entrypoint = await copyHostNode(join(folder, '.node'), '/node');
  const site = { entrypoint, command: ['server.mjs'], volumes: ['./.node:/node:ro'] };
  // JSON is YAML; Compose takes this file along by its name.
  await writeFile(join(folder, 'compose.override.yaml'), JSON.stringify({ services: { site } }));
  const [pages = 0, changes = 0] = await freePorts(2);
  const env = { NODE_IMAGE: 'slipway/busybox', SITE_PORT: `${pages}`, RELOAD_PORT: `${changes}` };
  return {
    site: join(folder, 'site'),
    ports: [pages, changes],
    compose: (...parameters) => vm.docker(['compose', ...parameters], { cwd: folder, env }),
    async page(name) {
      const signal = abortAfter(answerWithinMs);
      const answer = await fetch(`http://127.0.0.1:${pages}/${name}`, { signal });
      return `${answer.status} ${await answer.text()}`;
    },
    async changes() {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        get({ host: '127.0.0.1', port: changes, timeout: answerWithinMs, agent: false }, resolve)
          .on('timeout', () => reject(new Error(`127.0.0.1:${changes} did not answer in time`)))
          .on('error', reject);
      });
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      // It ends with the test, or when the VM falls asleep.
      answer.on('error', () => undefined);
      return { said: () => text, destroy: () => answer.destroy() };
    },
  };
}
