import { setTimeout as sleep } from 'node:timers/promises';
import { containerOptions } from '../../main/contract/engine/container-options.ts';
import type { recreateRequests, recreateStreams } from '../../main/contract/engine/recreate.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';

const options = containerOptions.parse({
  image: 'nginx:1.29',
  name: 'shop-web-1',
  environment: [{ name: 'TZ', value: 'Europe/Berlin' }],
  ports: [
    { host: '8080', container: '80' },
    { host: '8443', container: '443' },
  ],
  mounts: [{ kind: 'volume', source: 'shop_site', target: '/usr/share/nginx/html', readOnly: true }],
  networks: [{ name: 'shop_default', aliases: ['web', 'shop-web-1'] }],
  restart: { policy: 'unless-stopped' },
  memoryBytes: 268_435_456,
  cpus: 1.5,
});

/** Making a container anew, over recorded data. */
export function fixtureRecreate(actions: () => 'succeed' | 'hang' | 'fail'): {
  readonly handlers: Handlers<typeof recreateRequests>;
  readonly sources: Sources<typeof recreateStreams>;
} {
  return {
    handlers: {
      'container.chosen': async () => ({
        options,
        isRunning: true,
        project: 'shop',
        kept: ['health check', 'log driver'],
      }),
      'recreate.cancel': async () => undefined,
      'recreate.goBack': async () => undefined,
      'recreate.keep': async () => undefined,
    },
    sources: {
      async *'recreate.run'(_, signal) {
        for (const step of ['create', 'stop', 'swap', 'start', 'watch'] as const)
          yield { kind: 'step', step };
        if (actions() === 'hang') await sleep(60_000, undefined, { signal });
        if (actions() === 'fail') {
          yield { kind: 'step', step: 'back' };
          yield {
            kind: 'back',
            isBack: true,
            failure: {
              code: 'engine-request-failed',
              message: 'The new container ended with exit code 1.',
              hint: 'What it said last is in the details. Change what it needs, and try again.',
              detail: 'nginx: [emerg] unknown directive "sever" in /etc/nginx/nginx.conf:3',
            },
          };
        } else {
          yield { kind: 'step', step: 'health' };
          yield {
            kind: 'done',
            id: '1'.repeat(64),
            oldName: 'shop-web-1-before-20261125-091200',
            isHealthy: true,
          };
        }
      },
    },
  };
}
