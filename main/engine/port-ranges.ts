import type { PortOption } from '../contract/engine/container-options.ts';
import { SlipwayError } from '../contract/errors.ts';

/** Where one port of a container is published, in the engine's words. */
export interface PortBinding {
  readonly HostIp: string;
  /** Empty or 0: any free port. A range: the first one in it that is free. */
  readonly HostPort: string;
}

/** The engine's `PortBindings` for ports as docker takes them. Throws when the two ends of a range do not fit. */
export function portBindings(ports: readonly PortOption[]): Record<string, PortBinding[]> {
  const bindings: Record<string, PortBinding[]> = {};
  for (const port of ports) {
    const inside = numbersOf(port.container);
    const outside = port.host === '' ? [] : numbersOf(port.host);
    const isChoice = inside.length === 1 && outside.length > 1;
    if (!isChoice && outside.length > 0 && outside.length !== inside.length)
      throw unfit(port, 'the two ranges are not of the same length');
    for (const [index, number] of inside.entries()) {
      const key = `${number}/${port.protocol}`;
      const HostPort = isChoice ? port.host : String(outside[index] ?? '');
      bindings[key] = [...(bindings[key] ?? []), { HostIp: port.address, HostPort }];
    }
  }
  return bindings;
}

function numbersOf(range: string): readonly number[] {
  const [first = 0, last = first] = range.split('-').map(Number);
  if (first > 65_535 || last > 65_535) throw unfit({ host: range }, 'ports go from 1 to 65535');
  if (last < first) throw unfit({ host: range }, 'a range begins with its lower end');
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function unfit(
  { host, container }: { readonly host: string; readonly container?: string },
  why: string,
): SlipwayError {
  const what = container === undefined ? host : `${host}:${container}`;
  return new SlipwayError({
    code: 'invalid-argument',
    message: `The ports ${what} cannot be published: ${why}.`,
    hint: 'Write a range as 8000-8010, and one of the same length or a single port for the container.',
  });
}
