import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
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
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    const stop = search.listen(setFinds);
    return () => {
      stop();
      search.end();
    };
  }, [search]);
  const go = (way: 'up' | 'down') => setWrong(!search.find({ text, isRegex, isCaseSensitive }, way));
  // What was typed is found at once.
  useEffect(() => {
    setWrong(!search.find({ text, isRegex, isCaseSensitive }, 'up'));
  }, [search, text, isRegex, isCaseSensitive]);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') go(event.shiftKey ? 'down' : 'up');
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
        isInvalid={isWrong}
        autoFocus
      >
        <Input className="find-input" placeholder="Search" spellCheck={false} onKeyDownCapture={pressed} />
      </SearchField>
      <span className="find-count" role="status">
        {text === '' ? '' : isWrong ? 'No regular expression' : countText(finds)}
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
      <IconButton icon={ChevronUp} label="Find above (Enter)" onPress={() => go('up')} />
      <IconButton icon={ChevronDown} label="Find below (Shift+Enter)" onPress={() => go('down')} />
      <IconButton icon={X} label="Close the search" onPress={onClose} />
    </search>
  );
}

function countText(finds: TerminalFinds | null): string {
  if (finds === null || finds.count === 0) return 'Nothing found';
  const count = finds.count >= mostFinds ? `${mostFinds.toLocaleString('en')} or more` : String(finds.count);
  return finds.index === null ? count : `${finds.index + 1} of ${count}`;
}
