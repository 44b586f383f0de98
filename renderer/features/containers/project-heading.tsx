import { ChevronDown, ChevronRight, Play } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { isAlive } from '../../state/actions.ts';
import { actOnContainers, fits } from '../../state/container-verbs.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

interface ProjectHeadingProps {
  /** Null: the containers of no project. */
  readonly name: string | null;
  readonly containers: readonly Container[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The heading of a Compose project: how many of it run, and starting or stopping all of it. */
export function ProjectHeading({ name, containers, isOpen, onToggle }: ProjectHeadingProps) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const alive = containers.filter(isAlive);
  const running = containers.filter(({ state }) => state === 'running').length;
  const rest = containers.filter((container) => fits('start', container));
  return (
    <>
      <button type="button" className="project-toggle" aria-expanded={isOpen} onClick={onToggle}>
        <Chevron size={13} aria-hidden />
        {name === null ? <span>No project</span> : <Untrusted text={name} />}
        <span className="quiet">
          {running} of {containers.length} running
        </span>
      </button>
      {name !== null && (
        <span className="row-actions">
          {rest.length > 0 && (
            <IconButton
              icon={Play}
              label={`Start all of ${visibleText(name)}`}
              onPress={() => void actOnContainers(rest, 'start')}
            />
          )}
          {alive.length > 0 && (
            <IconButton
              icon={StopIcon}
              label={`Stop all of ${visibleText(name)}`}
              onPress={() => void actOnContainers(alive, 'stop')}
            />
          )}
        </span>
      )}
    </>
  );
}
