import { type Failure, SlipwayError } from '../../contract/errors.ts';
import { formatAddress, type PortBinding, type PortHolder } from '../../contract/ports.ts';
import { findHolder } from './port-holder.ts';

/** A port that the system does not give, with the process that has it. */
export class PortRefused extends SlipwayError {
  readonly holder: PortHolder | undefined;

  constructor(failure: Omit<Failure, 'code'>, holder: PortHolder | undefined, cause?: unknown) {
    super({ code: 'port-unavailable', ...failure }, { cause });
    this.holder = holder;
  }
}

/** Where the engine takes ports from that nobody chose: net.ipv4.ip_local_port_range of the guest (vm-assets). */
const engineRange = { first: 20_000, last: 32_767 } as const;

function isChosenByEngine({ port }: PortBinding): boolean {
  return port >= engineRange.first && port <= engineRange.last;
}

/** What to try about a port that is taken; `holder`: by whom, as far as that is known. */
export function adviceFor(binding: PortBinding, holder: PortHolder | undefined): string {
  if (isChosenByEngine(binding)) return 'If docker chose that port, run it again: it then takes another one.';
  if (holder === undefined) return 'End that program, or publish another port; root sees which one it is.';
  // No advice to end ourselves: a service and a container may want the same port.
  if (holder.pid === process.pid)
    return 'That is Slipway itself, for another container or service: `slipway ports` says which; publish another port.';
  // Nor to end the host of another home, with all its ports.
  if (holder.home !== undefined)
    return `Publish another port; \`slipway ports\` with SLIPWAY_HOME=${holder.home} says what has it there.`;
  return `End it (\`kill ${holder.pid}\`), or publish another port.`;
}

/** Why a port could not be bound, for whoever runs the container. */
export async function refusalOf(binding: PortBinding, error: unknown): Promise<PortRefused> {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${binding.protocol === 'udp' ? 'UDP port' : 'Port'} ${formatAddress(binding)} of this computer`;
  switch (code) {
    case 'EADDRINUSE': {
      const holder = await findHolder(binding);
      const who = holder === undefined ? 'another program' : `process ${holder.pid} (${holder.name})`;
      const hint = adviceFor(binding, holder);
      return new PortRefused({ message: `${where} is taken by ${who}.`, hint }, holder, error);
    }
    case 'EACCES':
    case 'EPERM':
      return new PortRefused(
        {
          message: `${where} is not given to Slipway: ports below 1024 are for administrators.`,
          hint: permissionHint(binding),
        },
        undefined,
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return new PortRefused(
        {
          message: `Port ${formatAddress(binding)} cannot be published: this computer has no address ${binding.address}.`,
          hint: 'Publish it on one of its addresses, or on 127.0.0.1.',
        },
        undefined,
        error,
      );
    default:
      return new PortRefused(
        { message: `${where} cannot be opened: ${message}.`, hint: 'Publish another port.' },
        undefined,
        error,
      );
  }
}

function permissionHint({ port }: PortBinding): string {
  const another = `publish another port, such as ${8000 + (port % 1000)}`;
  return process.platform === 'linux'
    ? `\`sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}\` lets every program open it, or ${another}.`
    : `Start Slipway as an administrator, or ${another}.`;
}
