import type { NetworkParameters } from '../../../main/contract/engine/networks.ts';
import { readPairs } from '../../text/pairs.ts';

/** What the form for a new network holds. */
export interface NetworkForm {
  readonly text: {
    readonly name: string;
    readonly driver: string;
    readonly subnet: string;
    readonly gateway: string;
    readonly range: string;
    readonly subnet6: string;
    readonly labels: string;
  };
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ipv6: boolean;
}

/** A form in which nothing was written yet. */
export const emptyNetworkForm: NetworkForm = {
  text: { name: '', driver: '', subnet: '', gateway: '', range: '', subnet6: '', labels: '' },
  internal: false,
  attachable: false,
  ipv6: false,
};

type Problems = Partial<Record<keyof NetworkForm['text'], string>>;

const four = /^(\d{1,3}\.){3}\d{1,3}$/;
const six = /^[0-9a-f:]*:[0-9a-f:.]*$/i;

/** Reads the form: what the engine is asked for, and what is wrong with it, by field. */
export function readNetworkForm({ text, internal, attachable, ipv6 }: NetworkForm): {
  readonly parameters: NetworkParameters;
  readonly problems: Problems;
} {
  const problems: Problems = {};
  const [subnet, gateway, range, subnet6] = [text.subnet, text.gateway, text.range, text.subnet6].map(
    (part) => part.trim(),
  ) as [string, string, string, string];
  if (text.name.trim() === '') problems.name = 'It needs a name.';
  if (subnet !== '' && !isRange(subnet)) problems.subnet = 'Write it with its length: 10.20.0.0/16.';
  if (gateway !== '' && !four.test(gateway) && !six.test(gateway))
    problems.gateway = 'Write an address: 10.20.0.1.';
  if (gateway !== '' && subnet === '') problems.gateway = 'A gateway needs a subnet.';
  if (range !== '' && !isRange(range)) problems.range = 'Write it with its length: 10.20.0.128/25.';
  if (range !== '' && subnet === '') problems.range = 'A range needs a subnet.';
  if (ipv6 && subnet6 !== '' && !(isRange(subnet6) && subnet6.includes(':'))) {
    problems.subnet6 = 'Write it with its length: fd00:20::/64.';
  }
  const labels = readPairs(text.labels);
  if (!labels.ok) problems.labels = labels.problem;
  return {
    parameters: {
      name: text.name.trim(),
      driver: text.driver.trim() || 'bridge',
      ranges: [
        ...(subnet === '' ? [] : [{ subnet, gateway, range }]),
        ...(ipv6 && subnet6 !== '' ? [{ subnet: subnet6 }] : []),
      ],
      internal,
      attachable,
      ipv6,
      labels: labels.ok ? labels.value : {},
    },
    problems,
  };
}

function isRange(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  if (length === undefined || more.length > 0 || !/^\d{1,3}$/.test(length)) return false;
  if (address.split('.').some((part) => Number(part) > 255)) return false;
  return four.test(address) ? Number(length) <= 32 : six.test(address) && Number(length) <= 128;
}
