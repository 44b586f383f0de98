import { SlipwayError } from '../contract/errors.ts';
import { formatAddress, type PublishedPort, pageUrl } from '../contract/ports.ts';

/** What the page asks to be opened. */
interface AskedPage {
  readonly address: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** The URL of a port that a container publishes; throws for any other: the page may send the user's browser nowhere else. */
export function publishedPage(asked: AskedPage, ports: readonly PublishedPort[]): string {
  const port = ports.find(
    ({ protocol, address, port: number }) =>
      protocol === 'tcp' && address === asked.address && number === asked.port,
  );
  if (port === undefined) {
    throw new SlipwayError({
      code: 'port-unavailable',
      message: `Nothing publishes ${formatAddress(asked)} any more.`,
      hint: 'The view of the ports lists what is published.',
    });
  }
  if (port.problem !== null) throw new SlipwayError(port.problem);
  return pageUrl(asked, asked.isSecure);
}
