import { Fragment } from 'react';
import type { ContainerPort } from '../../../main/contract/engine/containers.ts';
import { pageUrl } from '../../../main/contract/ports.ts';
import { openPort } from '../../state/ports-store.ts';
import { portWords } from '../../text/port-text.ts';
import { visibleText } from '../../text/visible-text.ts';

interface PortLinksProps {
  readonly ports: readonly ContainerPort[];
  /** Its container runs. Otherwise they are what it would publish: nothing answers there. */
  readonly isOpen: boolean;
}

/** The ports of a container; what is published over TCP opens in the browser. */
export function PortLinks({ ports, isOpen }: PortLinksProps) {
  const words = portWords(ports);
  const all = visibleText(words.map(({ text }) => text).join(', '));
  return (
    <span className={isOpen ? 'ports' : 'ports faint'} title={isOpen ? all : `${all}: open when it runs`}>
      {words.map(({ text, page }, index) => (
        <Fragment key={text}>
          {index > 0 && ', '}
          {page === null || !isOpen ? (
            visibleText(text)
          ) : (
            <button
              type="button"
              className="row-link"
              title={`Open ${pageUrl(page, page.isSecure)}`}
              onClick={() => void openPort(page)}
            >
              {visibleText(text)}
            </button>
          )}
        </Fragment>
      ))}
    </span>
  );
}
