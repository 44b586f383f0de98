import { create } from 'zustand';
import { type Domain, type DomainListeners, domainUrl } from '../../main/contract/domains.ts';
import { toFailure } from '../../main/contract/errors.ts';
import { call, listen } from '../bridge.ts';
import { keepSame } from './keep-same.ts';
import { notify } from './notices.ts';
import { createRefresher } from './refresher.ts';

/** What is known of the names of containers. */
interface DomainsState {
  /** Where they are answered; null while that is not known. */
  readonly listeners: DomainListeners | null;
  readonly domains: readonly Domain[];
  /** Of each container, by its id, the name that leads to it. */
  readonly byContainer: Readonly<Record<string, Domain>>;
}

/** Names of containers, as the host tells of them. */
export const useDomains = create<DomainsState>(() => ({ listeners: null, domains: [], byContainer: {} }));

const refresher = createRefresher(async () => {
  const before = useDomains.getState();
  try {
    const { http, https, domains } = await call('domains.list', {});
    const kept = keepSame(before.domains, domains ?? [], ({ name }) => name);
    useDomains.setState({
      listeners: { http, https },
      ...(kept === before.domains ? {} : { domains: kept, byContainer: reachedBy(kept) }),
    });
  } catch {
    // Without them all else is as good; the status says what is wrong.
    useDomains.setState({ listeners: null, domains: [], byContainer: {} });
  }
});

/** Begins to follow them. Call once. */
export function followDomains(): void {
  listen('domains', refresher.invalidate);
  // Another host may have taken over, which has told nothing yet.
  listen('status', refresher.invalidate);
  refresher.invalidate();
}

/** Where a name is found by a browser: over HTTP, which needs no trust, else over HTTPS; null where nobody listens. */
export function domainPage(name: string, listeners: DomainListeners | null): string | null {
  if (listeners === null) return null;
  return domainUrl(name, listeners.http, false) ?? domainUrl(name, listeners.https, true);
}

/** Opens a container by its name in the user's browser. */
export async function openDomain(name: string): Promise<void> {
  try {
    await call('app.openDomain', { name });
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  }
}

/** Of several names of a container the shortest, which is its own, or its label's. */
function reachedBy(domains: readonly Domain[]): Readonly<Record<string, Domain>> {
  const found: Record<string, Domain> = {};
  for (const domain of domains) {
    if (domain.port === null) continue;
    const known = found[domain.container.id];
    if (known === undefined || domain.name.length < known.name.length) found[domain.container.id] = domain;
  }
  return found;
}
