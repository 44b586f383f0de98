import { Ban, Circle, CircleCheck, CircleX, type LucideIcon, Recycle } from 'lucide-react';
import type { Build, StepState } from '../../../main/contract/builds.ts';
import { buildStateText, stepStateText } from '../../text/build-text.ts';
import { Spinner } from '../../ui/spinner.tsx';

const icons: Readonly<Record<Exclude<StepState, 'running'>, LucideIcon>> = {
  waiting: Circle,
  done: CircleCheck,
  cached: Recycle,
  failed: CircleX,
  cancelled: Ban,
};

/** How a step is, as a picture with its word for who does not see. */
export function StepMark({ state }: { readonly state: StepState }) {
  return <Mark state={state} text={stepStateText({ state })} />;
}

/** How a build is. */
export function BuildMark({ build }: { readonly build: Pick<Build, 'state'> }) {
  return <Mark state={build.state.kind} text={buildStateText(build)} />;
}

function Mark({ state, text }: { readonly state: StepState; readonly text: string }) {
  const Icon = state === 'running' ? undefined : icons[state];
  return (
    <span className={`build-mark build-mark-${state}`} title={text}>
      {Icon === undefined ? <Spinner size={14} /> : <Icon size={14} aria-hidden />}
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
