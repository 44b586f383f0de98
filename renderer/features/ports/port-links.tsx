import { Fragment } from 'react';
import type { ContainerPort } from '../../../main/contract/engine/containers.ts';
import { pageUrl } from '../../../main/contract/ports.ts';
import { openPort } from '../../state/ports-store.ts';
import { portWords } from '../../text/port-text.ts';
import { visibleText } from '../../text/visible-text.ts';

/** The ports of a container; what is published over TCP opens in the browser. */
export function PortLinks({ ports }: { readonly ports: readonly ContainerPort[] }) {
  const words = portWords(ports);
  const all = visibleText(words.map(({ text }) => text).join(', '));
  return (
    <span className="ports" title={all}>
      {words.map(({ text, page }, index) => (
        <Fragment key={text}>
          {index > 0 && ', '}
          {page === null ? (
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
