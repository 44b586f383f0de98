import type { ChosenOptions } from '../../../main/contract/engine/recreate.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import type { Difference } from './differences.ts';

interface ReviewStepProps {
  readonly chosen: ChosenOptions;
  readonly changes: readonly Difference[];
  readonly onBack: () => void;
  readonly onRun: () => void;
}

/** What will be other than before, and what making the container anew means. */
export function ReviewStep({ chosen, changes, onBack, onRun }: ReviewStepProps) {
  return (
    <>
      <div className="run-fields">
        <table className="difference-table">
          <thead>
            <tr>
              <th scope="col">Option</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ title, before, after }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td className="quiet">
                  <Texts texts={before} />
                </td>
                <td className="strong">
                  <Texts texts={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="dialog-text">
          <p>
            The container is made anew{chosen.isRunning ? ': it is away for a moment' : ''}. Its volumes go
            with it; what it has written elsewhere stays in the old one, which is kept until you say
            otherwise.
          </p>
          {chosen.project !== null && (
            <p>
              It belongs to the Compose project {visibleText(chosen.project)}: <code>docker compose up</code>{' '}
              will make it again as its file says.
            </p>
          )}
        </div>
      </div>
      <div className="dialog-actions">
        <Button onPress={onBack}>Back</Button>
        <Button kind="primary" onPress={onRun} autoFocus>
          Recreate
        </Button>
      </div>
    </>
  );
}

function Texts({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return <span className="faint">nothing</span>;
  return texts.map((text) => (
    <code key={text} className="difference-text">
      {visibleText(text)}
    </code>
  ));
}
