import { useMemo } from 'react';
import type { Build } from '../../../main/contract/builds.ts';
import { useBuildSteps } from '../../state/use-build-steps.ts';
import { useNow } from '../../state/use-now.ts';
import { inOrder, stepSpans } from '../../text/build-text.ts';
import { Problem } from '../../ui/problem.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { BuildWarnings } from './build-warnings.tsx';
import { FailedLines } from './failed-lines.tsx';
import { MissingNote } from './missing-note.tsx';
import { StepItem } from './step-item.tsx';

/** The steps of a build, each with its time; above them why it has failed, and at which line. */
export function StepsTab({ build }: { readonly build: Build }) {
  const { state } = build;
  const { steps: told, output, warnings, isWhole, failure } = useBuildSteps(build.id);
  const steps = useMemo(() => inOrder(told), [told]);
  const isRunning = state.kind === 'running';
  const now = useNow(isRunning ? 250 : null);
  const spans = useMemo(() => stepSpans(steps, now), [steps, now]);
  return (
    <ScrollArea label="Steps of the build" className="build-steps-area">
      {state.kind === 'failed' && state.failure !== null && <Problem failure={state.failure} isGrave />}
      {state.kind === 'failed' && state.lines !== null && <FailedLines lines={state.lines} />}
      {state.kind === 'failed' && <MissingNote kept={build.kept} />}
      {failure !== null && <Problem failure={failure} isGrave />}
      <BuildWarnings warnings={warnings} />
      {steps.length === 0 && !isWhole && (
        <div className="loading" role="status">
          <Spinner size={16} />
          {isRunning ? 'Waiting for the first step…' : 'Reading the steps…'}
        </div>
      )}
      {steps.length === 0 && isWhole && failure === null && <p className="quiet">It has no steps.</p>}
      {steps.length > 0 && (
        <ol className="build-steps" aria-label="Steps">
          {steps.map((step, index) => (
            <StepItem
              key={step.id}
              step={step}
              output={output.get(step.id)}
              span={spans[index] ?? null}
              now={now}
            />
          ))}
        </ol>
      )}
    </ScrollArea>
  );
}
