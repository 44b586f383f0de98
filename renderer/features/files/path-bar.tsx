import { ArrowUp, RefreshCw } from 'lucide-react';
import { type FormEvent, type RefObject, useEffect, useState } from 'react';
import { parentOf } from '../../../main/contract/engine/file-paths.ts';
import { visibleName } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';

interface PathBarProps {
  readonly path: string;
  readonly isBusy: boolean;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onGo: (path: string) => void;
  readonly onUp: () => void;
  readonly onAgain: () => void;
}

/** Where one is, and where to: the path can be written over. */
export function PathBar({ path, isBusy, field, onGo, onUp, onAgain }: PathBarProps) {
  // What cannot be written is shown by its codes, and leads where it says only as long as it is left alone.
  const shown = visibleName(path);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const written = text.trim();
    if (written === shown) onAgain();
    else onGo(written.startsWith('/') ? written : `${path === '/' ? '' : path}/${written}`);
  };
  return (
    <form className="path-bar" onSubmit={submit}>
      <IconButton
        icon={ArrowUp}
        label={path === '/' ? 'This is the top' : `Up to ${visibleName(parentOf(path))}`}
        isDisabled={path === '/'}
        onPress={onUp}
      />
      <input
        ref={field}
        className="input code path-field"
        aria-label="Path"
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setText(shown);
        }}
      />
      {isBusy ? (
        <span className="path-busy" role="status">
          <Spinner size={15} />
          <span className="visually-hidden">Reading…</span>
        </span>
      ) : (
        <IconButton icon={RefreshCw} label="Read again" onPress={onAgain} />
      )}
    </form>
  );
}
