import { type FormEvent, useId, useState } from 'react';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { addTerminal, openTerminal } from '../../../state/terminals-store.ts';
import type { Read } from '../../../text/read.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { readWords } from '../../run/line/shell-words.ts';

interface TerminalDialogProps {
  /** The one that is chosen first. */
  readonly container: Container;
  /** Whether the terminal view is shown then; otherwise it is opened where one is. */
  readonly goesThere: boolean;
  readonly onClose: () => void;
}

type Shell = 'best' | 'bash' | 'sh' | 'command';

const shells: Readonly<Record<Shell, string>> = {
  best: 'bash, or sh where there is none',
  bash: 'bash',
  sh: 'sh',
  command: 'A command of your own',
};

/** Opens a terminal with a shell, or another command, and a user of one's choice. */
export function TerminalDialog({ container, goesThere, onClose }: TerminalDialogProps) {
  const containers = useEngine((store) => store.containers);
  const running =
    containers.kind === 'loaded' ? containers.items.filter(({ state }) => state === 'running') : [];
  const [id, setId] = useState(container.id);
  const [shell, setShell] = useState<Shell>('best');
  const [command, setCommand] = useState('');
  const [user, setUser] = useState('');
  const [isTried, setTried] = useState(false);
  const [containerId, shellId] = [useId(), useId()];
  const words = wordsOf(shell, command);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!words.ok) return;
    const name = running.find((one) => one.id === id)?.name ?? container.name;
    const open = goesThere ? openTerminal : addTerminal;
    open({ kind: 'container', id, command: [...words.value], user }, name);
    onClose();
  };
  return (
    <Dialog title="Open a terminal" isOpen onClose={onClose}>
      <form className="dialog-stack" onSubmit={submit}>
        <div className="field">
          <span className="field-label" id={containerId}>
            Container
          </span>
          <Select
            labelledBy={containerId}
            className="wide-select"
            value={id}
            onChange={setId}
            titles={Object.fromEntries(running.map((one) => [one.id, visibleText(one.name)]))}
          />
        </div>
        <div className="field">
          <span className="field-label" id={shellId}>
            Shell
          </span>
          <Select
            labelledBy={shellId}
            className="wide-select"
            autoFocus
            value={shell}
            onChange={(next) => setShell(next as Shell)}
            titles={shells}
          />
        </div>
        {shell === 'command' && (
          <Field
            label="Command"
            value={command}
            onChange={setCommand}
            isCode
            autoFocus
            placeholder="psql -U postgres"
            problem={isTried && !words.ok ? words.problem : undefined}
          />
        )}
        <Field
          label="User"
          value={user}
          onChange={setUser}
          isCode
          placeholder="The container’s own"
          description="A name or a number, with a group behind a colon or not: www-data, 1000:1000."
        />
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit">
            Open
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function wordsOf(shell: Shell, command: string): Read<readonly string[]> {
  if (shell === 'best') return { ok: true, value: [] };
  if (shell !== 'command') return { ok: true, value: [shell] };
  const words = readWords(command);
  if (words.ok && words.value.length === 0) return { ok: false, problem: 'Say what to run.' };
  return words;
}
