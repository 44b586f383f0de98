import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { BuildStep } from '../../../main/contract/builds.ts';
import { formatSize } from '../../../main/contract/format.ts';
import type { StepOutput } from '../../state/use-build-steps.ts';
import { type StepSpan, stepTime } from '../../text/build-text.ts';
import { visibleOutput, visibleText } from '../../text/visible-text.ts';
import { Untrusted } from '../../ui/untrusted.tsx';
import { StepMark } from './build-mark.tsx';

interface StepItemProps {
  readonly step: BuildStep;
  readonly output: StepOutput | undefined;
  readonly span: StepSpan | null;
  readonly now: number;
}

/** One step: how it is, how long it took and when, and what it has written. */
export function StepItem({ step, output, span, now }: StepItemProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const { state } = step;
  // What is written now and what went wrong is wanted without being asked for.
  const isOpen = chosen ?? (state === 'running' || state === 'failed');
  const hasOutput = output !== undefined && output.text !== '';
  return (
    <li className={`build-step build-step-${state}`}>
      <div className="build-step-line">
        <StepMark state={state} />
        {hasOutput ? (
          <button
            type="button"
            className="build-step-name build-step-toggle"
            aria-expanded={isOpen}
            onClick={() => setChosen(!isOpen)}
          >
            <ChevronRight size={13} aria-hidden />
            <Untrusted text={step.name} />
            <span className="visually-hidden">: output</span>
          </button>
        ) : (
          <span className="build-step-name">
            <Untrusted text={step.name} />
          </span>
        )}
        <span className="build-step-note quiet">{state === 'running' ? noteOf(step) : ''}</span>
        <span className="build-step-track" aria-hidden>
          {span !== null && (
            <span
              className="build-step-span"
              style={{ insetInlineStart: `${span.from * 100}%`, width: `${span.length * 100}%` }}
            />
          )}
        </span>
        <span className="build-step-time">{stepTime(step, now)}</span>
      </div>
      {hasOutput && isOpen && <Output output={output} name={step.name} />}
    </li>
  );
}

/** What moves, or what it is at. */
function noteOf({ bytes, of, note }: BuildStep): string {
  if (bytes === null) return visibleText(note);
  return of === null ? formatSize(bytes) : `${formatSize(bytes)} of ${formatSize(of)}`;
}

/** What a step has written; its end stays in sight unless one has scrolled up. */
function Output({ output, name }: { readonly output: StepOutput; readonly name: string }) {
  const place = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const { text, isCut } = output;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is why it scrolls
  useEffect(() => {
    const pre = place.current;
    if (pre !== null && isAtEnd.current) pre.scrollTop = pre.scrollHeight;
  }, [text]);
  return (
    <pre
      ref={place}
      className="build-output code"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={`Output of ${visibleText(name)}`}
      role="log"
      aria-live="off"
      onScroll={({ currentTarget: pre }) => {
        isAtEnd.current = pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 4;
      }}
    >
      {isCut && <span className="faint">{'(what came before is left out)\n'}</span>}
      {visibleOutput(text)}
    </pre>
  );
}
