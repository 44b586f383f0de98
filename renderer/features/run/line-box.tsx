import { Copy, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { copyText } from '../../state/actions.ts';
import type { RunForm } from '../../state/run-form.ts';
import { visibleOutput } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { isRunLine, type NotTaken, type ReadLine, readLine } from './line/read-line.ts';
import { writeLine } from './line/write-line.ts';

interface LineBoxProps {
  readonly form: RunForm;
  readonly isDisabled: boolean;
  /** A line was written or pasted: all of the form is to be as it says. */
  readonly onRead: (read: ReadLine) => void;
}

/** The line that does the same as the form, both ways: it follows the form, and the form follows what is written into it. */
export function LineBox({ form, isDisabled, onRead }: LineBoxProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const line = writeLine(form);
  const read = draft === null || draft.trim() === '' ? null : readLine(draft);
  const problem = read === null || read.ok ? undefined : read.problem;
  const write = (text: string) => {
    setDraft(text);
    const next = readLine(text);
    if (next.ok) onRead(next.value);
  };
  const box = useRef<HTMLDivElement>(null);
  // What is said of the line takes room from the form, while the line is still being written.
  const messages = read?.ok === true ? read.value.notTaken.length : 0;
  useEffect(() => {
    if (messages > 0 && box.current?.contains(document.activeElement))
      box.current.scrollIntoView({ block: 'nearest' });
  }, [messages]);
  return (
    <div className="run-line" ref={box}>
      <Field
        label="The same by command line"
        value={draft ?? line}
        onChange={write}
        // What cannot be read stays to be mended; what could be read is the form's line by now.
        onBlur={() => problem === undefined && setDraft(null)}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text');
          if (!isRunLine(text)) return;
          event.preventDefault();
          write(text);
        }}
        lines={3}
        isCode
        isDisabled={isDisabled}
        problem={problem}
        description="Paste a docker run line here, and it fills the form."
      />
      <div className="run-line-actions">
        {problem !== undefined && (
          <Button kind="quiet" onPress={() => setDraft(null)}>
            Back to the form’s line
          </Button>
        )}
        <IconButton icon={Copy} label="Copy the line" onPress={() => void copyText(line, 'the line')} />
      </div>
    </div>
  );
}

/** What of a line the form has no place for, or has as it was written: it stays to be seen. */
export function NotTakenList({
  notTaken,
  onDismiss,
}: {
  readonly notTaken: readonly NotTaken[];
  readonly onDismiss: () => void;
}) {
  if (notTaken.length === 0) return null;
  return (
    <div className="problem run-not-taken" role="status">
      <div>
        <Told title="Not taken over:" items={notTaken.filter(({ isTaken }) => isTaken === undefined)} />
        <Told title="Taken over as written:" items={notTaken.filter(({ isTaken }) => isTaken === true)} />
      </div>
      <IconButton icon={X} label="Dismiss" onPress={onDismiss} />
    </div>
  );
}

function Told({ title, items }: { readonly title: string; readonly items: readonly NotTaken[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <p className="strong">{title}</p>
      <ul>
        {items.map(({ text, why }) => (
          <li key={`${text} ${why}`}>
            <code>{visibleOutput(text)}</code>
            {why !== undefined && <span className="quiet">: {why}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
