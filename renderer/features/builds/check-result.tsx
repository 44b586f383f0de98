import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { BuildWarning, DockerfileCheck } from '../../../main/contract/builds.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ScrollArea } from '../../ui/scroll-area.tsx';

interface CheckResultProps {
  /** Null while the first check goes on. */
  readonly checked: DockerfileCheck | Failure | null;
}

/** What BuildKit's checks say, below the editor: beside the lines it is said to the eye alone. */
export function CheckResult({ checked }: CheckResultProps) {
  return (
    <ScrollArea className="check-result" label="BuildKit’s checks">
      <div role="status">
        {checked === null ? <p className="quiet">Checking…</p> : <Said checked={checked} />}
      </div>
    </ScrollArea>
  );
}

function Said({ checked }: { readonly checked: DockerfileCheck | Failure }) {
  if (!('warnings' in checked)) {
    return (
      <p className="quiet">
        It could not be checked: {visibleText(checked.message)} {checked.hint}
      </p>
    );
  }
  const { error, warnings } = checked;
  if (error === null && warnings.length === 0) {
    return (
      <p className="check-good">
        <CircleCheck size={14} aria-hidden />
        BuildKit’s checks find nothing.
      </p>
    );
  }
  return (
    <ul className="build-warnings">
      {error !== null && <Line warning={error} isGrave />}
      {warnings.map((warning, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one line may break a rule twice
        <Line key={index} warning={warning} isGrave={false} />
      ))}
    </ul>
  );
}

function Line({
  warning: { text, from },
  isGrave,
}: {
  readonly warning: BuildWarning;
  readonly isGrave: boolean;
}) {
  const Icon = isGrave ? CircleX : TriangleAlert;
  return (
    <li className={isGrave ? 'check-bad' : ''}>
      <Icon size={14} aria-hidden />
      <span>
        {from !== null && <span className="quiet">{`Line ${from}: `}</span>}
        {visibleText(text)}
      </span>
    </li>
  );
}
