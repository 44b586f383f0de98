import { Search, X } from 'lucide-react';
import { Button, Input, SearchField } from 'react-aria-components';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Narrows a list down; Escape empties it. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  return (
    <SearchField className="search-box" aria-label={label} value={value} onChange={onChange}>
      <Search size={13} aria-hidden />
      <Input className="search-input" placeholder={label} spellCheck={false} />
      <Button className="search-clear" aria-label="Clear">
        <X size={12} aria-hidden />
      </Button>
    </SearchField>
  );
}
