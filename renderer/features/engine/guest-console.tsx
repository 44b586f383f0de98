import { useEffect, useLayoutEffect, useRef } from 'react';
import { toFailure } from '../../../main/contract/errors.ts';
import { followConsole, useConsole } from '../../state/console-store.ts';
import { notify } from '../../state/notices.ts';

/** The guest's console, as it comes. It keeps to its end unless one has scrolled up to read. */
export function GuestConsole() {
  const { text } = useConsole();
  const box = useRef<HTMLTextAreaElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    followConsole().catch((error: unknown) => notify({ kind: 'failure', failure: toFailure(error) }));
  }, []);
  useLayoutEffect(() => {
    if (text !== null && box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return (
    <section className="console">
      {/* A field that only shows: it takes the focus, so that long output can be scrolled with the keyboard. */}
      <textarea
        ref={box}
        className="console-text code"
        aria-label="Console of the virtual machine"
        readOnly
        spellCheck={false}
        wrap="off"
        value={text ?? 'Reading the console…'}
        placeholder="The console is empty."
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight > scrollHeight - 24;
        }}
      />
    </section>
  );
}
