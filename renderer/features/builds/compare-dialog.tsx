import { useMemo } from 'react';
import type { Build } from '../../../main/contract/builds.ts';
import { formatDuration } from '../../../main/contract/duration.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { useBuildSteps } from '../../state/use-build-steps.ts';
import { useNow } from '../../state/use-now.ts';
import { buildDuration, inOrder, stepTime } from '../../text/build-text.ts';
import { type ComparedStep, compareDescriptions, compareSteps } from '../../text/compare-builds.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { StepMark } from './build-mark.tsx';
import './builds.css';
import './compare.css';

interface CompareDialogProps {
  /** The earlier one first. */
  readonly first: Build;
  readonly second: Build;
  readonly onClose: () => void;
}

/** Two builds side by side: what they were made with otherwise, and what each step took. */
export function CompareDialog({ first, second, onClose }: CompareDialogProps) {
  const left = useBuildSteps(first.id);
  const right = useBuildSteps(second.id);
  const now = useNow(null);
  const rows = useMemo(
    () => compareSteps(inOrder(left.steps), inOrder(right.steps)),
    [left.steps, right.steps],
  );
  const others =
    first.description === null || second.description === null
      ? []
      : compareDescriptions(first.description, second.description);
  const failure = left.failure ?? right.failure;
  return (
    <Dialog title="Compare two builds" isOpen onClose={onClose} width="large">
      <div className="dialog-stack compare-builds">
        {failure !== null && <Problem failure={failure} isGrave />}
        {!(left.isWhole && right.isWhole) && (
          <p className="quiet" role="status">
            <Spinner size={13} /> Reading the steps…
          </p>
        )}
        <ScrollArea className="compare-scroll" label="Both builds">
          <table>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <Head build={first} />
                <Head build={second} />
                <th scope="col" className="compare-figure">
                  Difference
                </th>
              </tr>
            </thead>
            <tbody>
              {others.map(({ name, first: before, second: after }) => (
                <tr key={name} className="compare-other">
                  <th scope="row">{visibleText(name)}</th>
                  <td>{before === '' ? <span className="faint">none</span> : visibleText(before)}</td>
                  <td>{after === '' ? <span className="faint">none</span> : visibleText(after)}</td>
                  <td />
                </tr>
              ))}
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: several steps may be called the same
                <Row key={index} row={row} now={now} />
              ))}
              <tr className="compare-whole">
                <th scope="row">All of it</th>
                <td className="compare-figure">{formatDuration(buildDuration(first, now))}</td>
                <td className="compare-figure">{formatDuration(buildDuration(second, now))}</td>
                <td className="compare-figure">
                  {differenceText(buildDuration(second, now) - buildDuration(first, now))}
                </td>
              </tr>
            </tbody>
          </table>
        </ScrollArea>
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

function Head({ build }: { readonly build: Build }) {
  return (
    <th scope="col">
      <Untrusted text={build.name} />
      <span className="quiet compare-when">{formatTime(build.startedAt)}</span>
    </th>
  );
}

function Row({
  row: { name, first, second, difference },
  now,
}: {
  readonly row: ComparedStep;
  readonly now: number;
}) {
  return (
    <tr>
      <th scope="row" className="code">
        <Untrusted text={name} />
      </th>
      {[first, second].map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second
        <td key={index} className="compare-figure">
          {step === null ? (
            <span className="faint">not there</span>
          ) : (
            <span className="compare-step">
              <StepMark state={step.state} />
              {stepTime(step, now)}
            </span>
          )}
        </td>
      ))}
      <td className="compare-figure">
        {/* A few milliseconds are chance. */}
        {difference === null || Math.abs(difference) < 50 ? '' : differenceText(difference)}
      </td>
    </tr>
  );
}

function differenceText(milliseconds: number): string {
  return `${milliseconds < 0 ? '−' : '+'}${formatDuration(Math.abs(milliseconds))}`;
}
