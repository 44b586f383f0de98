import { Globe } from 'lucide-react';
import { domainPage, openDomain, useDomains } from '../../state/domains-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';

interface OfContainer {
  readonly containerId: string;
}

/** Opens a container by its name; nothing for one that is reached by none. */
export function DomainButton({ containerId }: OfContainer) {
  const name = useDomains((store) => store.byContainer[containerId]?.name);
  const isAnswered = useDomains((store) => domainPage('', store.listeners) !== null);
  if (name === undefined || !isAnswered) return null;
  return (
    <IconButton
      icon={Globe}
      label={`Open ${visibleText(name)} in the browser`}
      onPress={() => void openDomain(name)}
    />
  );
}

/** The addresses of a container by its names, each of which opens; nothing where there are none. */
export function DomainLinks({ containerId }: OfContainer) {
  const domains = useDomains((store) => store.domains);
  const listeners = useDomains((store) => store.listeners);
  const own = domains.filter(({ container, isRunning }) => container.id === containerId && isRunning);
  if (own.length === 0 || domainPage('', listeners) === null) return 'none';
  const wrong = own[0]?.labelProblem;
  const links = own.map(({ name, port, problem }) => (
    <div key={name}>
      {problem === null ? (
        <>
          <button type="button" className="row-link" onClick={() => void openDomain(name)}>
            {visibleText(domainPage(name, listeners) ?? name)}
          </button>{' '}
          <span className="quiet">port {port}</span>
        </>
      ) : (
        <>
          {visibleText(name)}{' '}
          <span className="quiet">{visibleText(`${problem.message} ${problem.hint}`)}</span>
        </>
      )}
    </div>
  ));
  return (
    <>
      {links}
      {wrong && <div className="quiet">{visibleText(`${wrong.message} ${wrong.hint}`)}</div>}
    </>
  );
}
