import { Search } from 'lucide-react';
import { Fragment, useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { closePalette, usePalette } from '../../state/palette-store.ts';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { type Found, findEntries } from './find-entries.ts';
import { useEntries } from './use-entries.ts';
import './palette.css';

/** Most entries that are listed: who does not see it there types on. */
const mostListed = 50;

/** Finds every view, action and object by its name. */
export function Palette() {
  const isOpen = usePalette((store) => store.isOpen);
  return (
    <ModalOverlay
      className="dialog-overlay palette-overlay"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => open || closePalette()}
    >
      <Modal className="dialog dialog-wide palette">
        <Dialog className="palette-body" aria-label="Command palette">
          <Finder />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder() {
  const entries = useEntries();
  const [typed, setTyped] = useState('');
  const found = useMemo(() => findEntries(entries, typed, mostListed), [entries, typed]);
  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <TextField className="palette-field" aria-label="Find a view, an action or an object" autoFocus>
        <Search size={15} aria-hidden />
        <Input
          className="palette-input"
          placeholder="Find a view, an action or an object"
          spellCheck={false}
        />
      </TextField>
      <ScrollArea label="What was found" className="palette-list">
        <Menu
          className="menu"
          aria-label="Found"
          renderEmptyState={() => <p className="palette-none">Nothing has all of these words in its name.</p>}
        >
          {found.map(({ entry, marks }) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              className="menu-item palette-item"
              textValue={entry.title}
              onAction={() => {
                // First, so that a dialog that the action opens gets the focus and keeps it.
                closePalette();
                entry.onAction();
              }}
            >
              <entry.icon size={14} aria-hidden />
              <bdi className="palette-title" title={entry.title}>
                <Marked text={entry.title} marks={marks} />
              </bdi>
              {entry.kind !== '' && <span className="palette-kind">{entry.kind}</span>}
            </MenuItem>
          ))}
        </Menu>
      </ScrollArea>
    </Autocomplete>
  );
}

/** A text with the parts that were asked for in bold. */
function Marked({ text, marks }: { readonly text: string; readonly marks: Found<unknown>['marks'] }) {
  let end = 0;
  const pieces = marks.map(([from, to]) => {
    const before = text.slice(end, from);
    end = to;
    return (
      <Fragment key={from}>
        {before}
        <mark>{text.slice(from, to)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {pieces}
      {text.slice(end)}
    </>
  );
}
