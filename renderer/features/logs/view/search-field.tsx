import { CaseSensitive, ChevronDown, ChevronUp, Funnel, Regex, Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { Button, FieldError, Input, type KeyboardEvent, SearchField } from 'react-aria-components';
import { formatCount } from '../../../text/format.ts';
import { IconButton } from '../../../ui/button.tsx';
import { IconToggle } from '../../../ui/toggle-button.tsx';
import type { SearchPhase } from '../search/searcher.ts';
import { useLogChoices } from '../session/choices.ts';

interface LogSearchProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What is wrong with the expression. */
  readonly problem: string | undefined;
  readonly phase: SearchPhase;
  readonly found: number;
  /** Which of those found one is at, from 1; 0 for none. */
  readonly at: number;
  readonly onlyFound: boolean;
  readonly onOnlyFound: (onlyFound: boolean) => void;
  /** Goes to the next or to the one before. */
  readonly onStep: (step: 1 | -1) => void;
  /** Somebody is about to search. */
  readonly onFocus: () => void;
  /** Escape in an empty field: back to the lines. */
  readonly onLeave: () => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** Searches in a log: what for, how, how often it was found, and from one to the next. */
export function LogSearch(props: LogSearchProps) {
  const { text, onChange, problem, phase, found, at, onlyFound, onOnlyFound } = props;
  const { onStep, onFocus, onLeave, ref } = props;
  const { isRegular, matchCase } = useLogChoices();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && text === '') onLeave();
    event.continuePropagation();
  };
  return (
    <div className="log-search">
      <SearchField
        className="search-box log-search-box"
        aria-label="Search the log"
        value={text}
        onChange={onChange}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        isInvalid={problem !== undefined}
        validationBehavior="aria"
      >
        <Search size={13} aria-hidden />
        <Input ref={ref} className="search-input" placeholder="Search the log" spellCheck={false} />
        <Button className="search-clear" aria-label="Clear">
          <X size={12} aria-hidden />
        </Button>
        <IconToggle
          icon={CaseSensitive}
          label="Match case"
          isOn={matchCase}
          onChange={(next) => useLogChoices.setState({ matchCase: next })}
        />
        <IconToggle
          icon={Regex}
          label="Regular expression"
          isOn={isRegular}
          onChange={(next) => useLogChoices.setState({ isRegular: next })}
        />
        <FieldError className="log-search-problem">{problem}</FieldError>
      </SearchField>
      <span className="log-search-count" role="status">
        {text !== '' && problem === undefined && countText(phase, found, at)}
      </span>
      <IconButton
        icon={ChevronUp}
        label="Previous match"
        isDisabled={found === 0}
        onPress={() => onStep(-1)}
      />
      <IconButton icon={ChevronDown} label="Next match" isDisabled={found === 0} onPress={() => onStep(1)} />
      <IconToggle icon={Funnel} label="Matches only" isOn={onlyFound} onChange={onOnlyFound} />
    </div>
  );
}

function countText(phase: SearchPhase, found: number, at: number): string {
  if (phase === 'none' || phase === 'slow' || phase === 'broken') return '';
  if (found === 0) return phase === 'searching' ? 'Searching…' : 'Not found';
  const of = at === 0 ? '' : `${formatCount(at)} of `;
  return `${of}${formatCount(found)} ${at === 0 ? (found === 1 ? 'line' : 'lines') : ''}`.trim();
}
