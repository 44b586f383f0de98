import { ChevronDown, ChevronRight } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { projectActions } from './project-actions.ts';

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
  const running = containers.filter(({ state }) => state === 'running').length;
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
          {projectActions(containers)
            .filter(({ isDisabled }) => !isDisabled)
            .map(({ title, icon, onAction }) => (
              <IconButton
                key={title}
                icon={icon}
                label={`${title} of ${visibleText(name)}`}
                onPress={onAction}
              />
            ))}
        </span>
      )}
    </>
  );
}
