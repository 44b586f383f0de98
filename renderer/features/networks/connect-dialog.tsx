import { useId, useState } from 'react';
import { useEngine } from '../../state/engine-store.ts';
import { connectContainer } from '../../state/networks-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { NetworkRow } from './network-rows.ts';

interface ConnectDialogProps {
  readonly row: NetworkRow;
  readonly onClose: () => void;
}

/** Asks which container is to join a network, and under which addresses and names. */
export function ConnectDialog({ row, onClose }: ConnectDialogProps) {
  const containers = useEngine((store) => store.containers);
  const [text, setText] = useState({ container: '', aliases: '', ipv4: '', ipv6: '' });
  const listId = useId();
  const members = new Set(row.members.map(({ container }) => container.id));
  const free = (containers.kind === 'loaded' ? containers.items : []).filter(({ id }) => !members.has(id));
  const wanted = text.container.trim();
  const chosen = free.find(
    ({ name, id }) => name === wanted || (wanted.length >= 12 && id.startsWith(wanted)),
  );
  const problem =
    wanted === ''
      ? 'Which container?'
      : chosen === undefined
        ? 'No other container has that name.'
        : undefined;
  const submit = useSubmit({
    isWrong: chosen === undefined,
    sent: text,
    work: async () => {
      if (chosen === undefined) return;
      const aliases = text.aliases.split(/[\s,]+/).filter(Boolean);
      const { ipv4, ipv6 } = text;
      await connectContainer({ id: row.id, container: chosen.id, ipv4, ipv6, aliases }, chosen.name);
    },
    onDone: onClose,
  });
  const field = (key: keyof typeof text) => ({
    value: text[key],
    onChange: (value: string) => setText((before) => ({ ...before, [key]: value })),
    isDisabled: submit.isBusy,
  });

  return (
    <FormDialog
      title={
        <>
          {'Connect to '}
          <Untrusted text={row.name} />
        </>
      }
      submit={submit}
      action="Connect"
      onClose={onClose}
    >
      <Field
        label="Container"
        {...field('container')}
        list={listId}
        autoFocus
        isRequired
        problem={submit.isTried ? problem : undefined}
        placeholder="Its name"
      />
      <datalist id={listId}>
        {free.map(({ id, name }) => (
          <option key={id} value={visibleText(name)} />
        ))}
      </datalist>
      <Field
        label="Other names"
        {...field('aliases')}
        isCode
        placeholder="db primary"
        description="By which others in the network find it, beside its own."
      />
      <div className="field-pair">
        <Field label="IPv4 address" {...field('ipv4')} isCode placeholder="The engine’s choice" />
        {row.ipv6 && (
          <Field label="IPv6 address" {...field('ipv6')} isCode placeholder="The engine’s choice" />
        )}
      </div>
    </FormDialog>
  );
}
