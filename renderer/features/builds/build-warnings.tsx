import { TriangleAlert } from 'lucide-react';
import type { BuildWarning } from '../../../main/contract/builds.ts';
import { visibleOutput, visibleText } from '../../text/visible-text.ts';

/** What BuildKit's checks find in the Dockerfile. */
export function BuildWarnings({ warnings }: { readonly warnings: readonly BuildWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className="build-warnings" aria-label="Warnings">
      {warnings.map(({ text, detail }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a build for several platforms says the same several times
        <li key={index}>
          <TriangleAlert size={14} aria-hidden />
          <span>
            {visibleText(text)}
            {detail !== '' && <span className="quiet"> {visibleOutput(detail)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
