import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import { Input, SearchField, ToggleButton } from 'react-aria-components';
import { IconButton } from '../../ui/button.tsx';
import { mostFinds, type TerminalFinds, type TerminalSearch } from './terminal-search.ts';

interface FindBarProps {
  readonly search: TerminalSearch;
  readonly onClose: () => void;
}

/** Searches a terminal, from its end upwards; Escape closes it. */
export function FindBar({ search, onClose }: FindBarProps) {
  const [text, setText] = useState('');
  const [isRegex, setRegex] = useState(false);
  const [isCaseSensitive, setCaseSensitive] = useState(false);
  const [finds, setFinds] = useState<TerminalFinds | null>(null);
  const [problem, setProblem] = useState<'wrong' | 'slow' | null>(null);
  useEffect(() => {
    const stop = search.listen((heard) => (heard === 'slow' ? setProblem('slow') : setFinds(heard)));
    return () => {
      stop();
      search.end();
    };
  }, [search]);
  const go = useCallback(
    async (way: 'up' | 'down') => {
      const outcome = await search.find({ text, isRegex, isCaseSensitive }, way);
      if (outcome !== 'overtaken') setProblem(outcome === 'searched' ? null : outcome);
    },
    [search, text, isRegex, isCaseSensitive],
  );
  // What was typed is found at once.
  useEffect(() => {
    void go('up');
  }, [go]);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') void go(event.shiftKey ? 'down' : 'up');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className="find-bar" aria-label="Search the terminal">
      <SearchField
        aria-label="Search the terminal"
        className="find-field"
        value={text}
        onChange={setText}
        isInvalid={problem !== null}
        autoFocus
      >
        <Input className="find-input" placeholder="Search" spellCheck={false} onKeyDownCapture={pressed} />
      </SearchField>
      <span className="find-count" role="status">
        {text === '' ? '' : problem !== null ? problemTexts[problem] : countText(finds)}
      </span>
      <ToggleButton
        className="icon-button find-toggle"
        aria-label="Match upper and lower case"
        isSelected={isCaseSensitive}
        onChange={setCaseSensitive}
      >
        <CaseSensitive size={15} aria-hidden />
      </ToggleButton>
      <ToggleButton
        className="icon-button find-toggle"
        aria-label="Regular expression"
        isSelected={isRegex}
        onChange={setRegex}
      >
        <Regex size={14} aria-hidden />
      </ToggleButton>
      <IconButton icon={ChevronUp} label="Find above (Enter)" onPress={() => void go('up')} />
      <IconButton icon={ChevronDown} label="Find below (Shift+Enter)" onPress={() => void go('down')} />
      <IconButton icon={X} label="Close the search" onPress={onClose} />
    </search>
  );
}

const problemTexts = { wrong: 'No regular expression', slow: 'Takes too long' } as const;

function countText(finds: TerminalFinds | null): string {
  if (finds === null || finds.count === 0) return 'Nothing found';
  const count = finds.count >= mostFinds ? `${mostFinds.toLocaleString('en')} or more` : String(finds.count);
  return finds.index === null ? count : `${finds.index + 1} of ${count}`;
}
