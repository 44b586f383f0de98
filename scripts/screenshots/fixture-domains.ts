import { type Domains, domainSuffix } from '../../main/contract/domains.ts';
import type { Container } from '../../main/contract/engine/containers.ts';

/** Names of containers: HTTP at a port of one's own, since this computer gives 80 to administrators alone. */
export function domainsOf(containers: readonly Container[]): Domains {
  return {
    http: {
      ...{ wanted: 80, port: 7080, holder: null },
      problem: {
        code: 'port-unavailable',
        message: 'Port 80 of this computer is not given to Slipway: ports below 1024 are for administrators.',
        hint: '`sudo sysctl net.ipv4.ip_unprivileged_port_start=80` lets every program open it.',
      },
    },
    https: { wanted: 443, port: 443, problem: null, holder: null },
    authority: '/home/maria/.slipway/authority.crt',
    domains: containers.map(({ id, name, state, ports }) => ({
      name: `${name.toLowerCase().replaceAll('_', '-')}.${domainSuffix}`,
      container: { id, name },
      isRunning: state === 'running',
      port: ports[0]?.containerPort ?? null,
      labelProblem: null,
      problem:
        state === 'running' && ports.length === 0
          ? {
              code: 'port-unavailable',
              message: `The container ${name} does not say which ports it has.`,
              hint: 'Say which one: `--label dev.slipway.domain.port=3000`.',
            }
          : null,
    })),
  };
}
