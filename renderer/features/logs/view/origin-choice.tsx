import { ChevronDown, ListFilter } from 'lucide-react';
import { useContext, useState } from 'react';
import {
  Button as AriaButton,
  DialogTrigger,
  OverlayTriggerStateContext,
  Popover,
} from 'react-aria-components';
import type { LogContainer } from '../../../../main/contract/engine/logs.ts';
import { naturalOrder } from '../../../text/natural-order.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { SearchBox } from '../../../ui/search-box.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { isFiltering, noFilter, type OriginFilter, toggled } from '../session/origin-filter.ts';

/** Most containers that are offered at once: more are found by their names. */
const mostOffered = 200;

interface OriginChoiceProps {
  readonly containers: readonly LogContainer[];
  readonly filter: OriginFilter;
  readonly onChange: (filter: OriginFilter) => void;
}

/** A button that says whose lines are shown, and lets one choose containers and Compose projects. */
export function OriginChoice({ containers, filter, onChange }: OriginChoiceProps) {
  const [words, setWords] = useState('');
  const groups = groupsOf(containers, words);
  const offered = groups.reduce((sum, { names }) => sum + names.length, 0);
  return (
    <DialogTrigger>
      <AriaButton className="button log-origins-button" data-filtering={isFiltering(filter)}>
        <ListFilter size={14} aria-hidden />
        <Untrusted text={titleOf(filter)} />
        <ChevronDown size={13} aria-hidden />
      </AriaButton>
      {/* The dialog itself: a screen reader's way out of it is to be within. */}
      <Popover
        className="menu-popover log-origins"
        placement="bottom start"
        aria-label="Whose lines are shown"
      >
        <div className="log-origins-dialog">
          <SearchBox label="Find a container" value={words} onChange={setWords} />
          <div className="log-origins-list">
            {groups.map(({ project, names }) => (
              <section
                key={project ?? ''}
                aria-label={project === null ? 'No project' : visibleText(project)}
              >
                {project === null ? (
                  groups.length > 1 && <p className="menu-header">No project</p>
                ) : (
                  <Checkbox
                    isSelected={filter.projects.has(project)}
                    onChange={() => onChange({ ...filter, projects: toggled(filter.projects, project) })}
                  >
                    <span className="log-origins-project">
                      <Untrusted text={project} />
                      <span className="quiet">all of it</span>
                    </span>
                  </Checkbox>
                )}
                {names.map((name) => (
                  <div key={name} className={project === null ? '' : 'log-origins-member'}>
                    <Checkbox
                      isSelected={filter.containers.has(name) || filter.projects.has(project ?? '')}
                      isDisabled={project !== null && filter.projects.has(project)}
                      onChange={() => onChange({ ...filter, containers: toggled(filter.containers, name) })}
                    >
                      <Untrusted text={name} />
                    </Checkbox>
                  </div>
                ))}
              </section>
            ))}
            {offered === 0 && <p className="quiet">No container has this in its name or project.</p>}
            {offered === mostOffered && <p className="quiet">There are more: narrow them down by name.</p>}
          </div>
          <div className="log-origins-actions">
            <ShowAll isDisabled={!isFiltering(filter)} onPress={() => onChange(noFilter)} />
          </div>
        </div>
      </Popover>
    </DialogTrigger>
  );
}

/** Shows the lines of all containers again, and closes the choice. */
function ShowAll({ isDisabled, onPress }: { readonly isDisabled: boolean; readonly onPress: () => void }) {
  const overlay = useContext(OverlayTriggerStateContext);
  return (
    <Button
      isDisabled={isDisabled}
      onPress={() => {
        onPress();
        overlay?.close();
      }}
    >
      Show all
    </Button>
  );
}

function titleOf({ containers, projects }: OriginFilter): string {
  const names = [...projects, ...containers];
  if (names.length === 0) return 'All containers';
  return names.length === 1 ? (names[0] ?? '') : `${names.length} chosen`;
}

interface Group {
  readonly project: string | null;
  readonly names: readonly string[];
}

/** Names by project, each once, those of no project last. */
function groupsOf(containers: readonly LogContainer[], words: string): readonly Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string | null, Set<string>>();
  let left = mostOffered;
  for (const { name, project } of containers) {
    const text = `${name} ${project ?? ''}`.toLowerCase();
    if (left === 0 || !wanted.every((word) => text.includes(word))) continue;
    const names = groups.get(project) ?? new Set();
    if (!names.has(name)) left -= 1;
    groups.set(project, names.add(name));
  }
  return [...groups]
    .map(([project, names]) => ({ project, names: [...names].toSorted((a, b) => naturalOrder(a, b)) }))
    .toSorted((a, b) =>
      a.project === null ? 1 : b.project === null ? -1 : naturalOrder(a.project, b.project),
    );
}
