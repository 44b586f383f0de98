import type { FailedLines as Lines } from '../../../main/contract/builds.ts';
import { visibleText } from '../../text/visible-text.ts';

/** The lines of the Dockerfile at which a build has failed, with those around them. */
export function FailedLines({ lines: { file, lines } }: { readonly lines: Lines }) {
  const meant = lines.filter(({ isMeant }) => isMeant).map(({ number }) => number);
  const title = `${visibleText(file)}, ${meant.length > 1 ? `lines ${meant[0]} to ${meant.at(-1)}` : `line ${meant[0] ?? ''}`}`;
  return (
    <figure className="failed-lines">
      <figcaption>{title}</figcaption>
      <ol className="code">
        {lines.map(({ number, text, isMeant }) => (
          <li key={number} className={isMeant ? 'failed-line' : ''}>
            <span className="failed-number">{number}</span>
            <code>
              {isMeant && <span className="visually-hidden">failed: </span>}
              {visibleText(text)}
            </code>
          </li>
        ))}
      </ol>
    </figure>
  );
}
