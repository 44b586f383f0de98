import { type Domains, domainUrl } from '../contract/domains.ts';
import { SlipwayError } from '../contract/errors.ts';

/**
 * The URL of a container by its name: over HTTP, which needs nobody's trust, else over HTTPS. Throws for a name that is none:
 * the page may send the user's browser nowhere else.
 */
export function domainPage(name: string, { http, https, domains }: Domains): string {
  const domain = domains?.find((one) => one.name === name);
  if (domain === undefined || !domain.isRunning) {
    throw new SlipwayError({
      code: 'not-found',
      message: `No container that runs is called ${name}.`,
      hint: '`slipway domains` lists the names that there are.',
    });
  }
  if (domain.problem !== null) throw new SlipwayError(domain.problem);
  const url = domainUrl(domain.name, http, false) ?? domainUrl(domain.name, https, true);
  if (url !== null) return url;
  throw new SlipwayError(
    http.problem ??
      https.problem ?? {
        code: 'port-unavailable',
        message: `${domain.name} is answered nowhere: both ports are 0 in the settings.`,
        hint: 'Set `domains.httpPort`.',
      },
  );
}
