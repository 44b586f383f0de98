import { Play } from 'lucide-react';
import type { FormEvent } from 'react';
import { Form } from 'react-aria-components';
import type { Made } from '../../../main/contract/engine/containers.ts';
import { emptyRunForm, type RunForm } from '../../state/run-form.ts';
import { isAsleep, useStatus } from '../../state/status-store.ts';
import { useTransfers } from '../../state/transfers-store.ts';
import { goTo, show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TransferItem } from '../images/transfer-list.tsx';
import { FirstFields } from './fields/first-fields.tsx';
import { FormTabs } from './fields/form-tabs.tsx';
import { tabOfField } from './form/form-tabs.ts';
import { LineBox, NotTakenList } from './line-box.tsx';
import { useDiscard } from './use-discard.tsx';
import { type MakeVerb, useMake } from './use-make.ts';
import { usePointer } from './use-pointer.ts';
import { useRunForm } from './use-run-form.ts';
import './run.css';

interface RunFormDialogProps {
  readonly begin: Partial<RunForm>;
  readonly onClose: () => void;
}

/** Makes a container, and runs it. What is wrong is said beside the field, and what the engine answers in the dialog. */
export function RunFormDialog({ begin, onClose }: RunFormDialogProps) {
  const state = useRunForm({ ...emptyRunForm, ...begin });
  const { form, read, fields } = state;
  const { busyWith, pulling, failure, make } = useMake(form, (verb, made) => {
    showMade(verb, made);
    onClose();
  });
  const asleep = useStatus(isAsleep);
  const isBusy = busyWith !== null;
  const { formRef, pointAtProblem } = usePointer();
  const { leave, question } = useDiscard(
    state.isChanged && !isBusy,
    onClose,
    'The form is filled in, and nothing was made of it yet.',
  );

  const submit = (verb: MakeVerb) => {
    state.show();
    const [wrong] = Object.keys(read.problems);
    if (wrong === undefined) return void make(verb, read.options);
    const tab = tabOfField(wrong);
    if (tab !== undefined) state.choose(tab);
    pointAtProblem();
  };

  return (
    <Dialog title="Run an image" isOpen onClose={leave} width="large" isDismissable={false}>
      <Form
        ref={formRef}
        className="run-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit('run');
        }}
        validationBehavior="aria"
      >
        <div className="run-fields">
          <FirstFields
            {...fields}
            isDisabled={isBusy}
            onLine={state.fill}
            missingText="It is not here yet: it is pulled first."
            autoFocus={form.image === '' ? 'image' : 'name'}
          />
          <FormTabs {...fields} isDisabled={isBusy} chosen={state.tab} onChoose={state.choose} />
          <LineBox form={form} isDisabled={isBusy} onRead={state.fill} />
        </div>
        {/* Never out of sight, however much is above. */}
        <NotTakenList notTaken={state.notTaken} onDismiss={state.forgetNotTaken} />
        {pulling !== null && <PullProgress id={pulling} />}
        {failure !== null && (
          <div className="run-failure">
            <Problem failure={failure} isGrave />
          </div>
        )}
        <div className="dialog-actions">
          {asleep && <p className="dialog-note">The engine is asleep: this wakes it.</p>}
          <Button onPress={isBusy ? onClose : leave}>{isBusy ? 'Close' : 'Cancel'}</Button>
          <Button
            isBusy={busyWith === 'create'}
            isDisabled={busyWith === 'run'}
            onPress={() => submit('create')}
          >
            Create
          </Button>
          <Button
            kind="primary"
            type="submit"
            icon={Play}
            isBusy={busyWith === 'run'}
            isDisabled={busyWith === 'create'}
          >
            {asleep ? 'Wake and run' : 'Run'}
          </Button>
        </div>
      </Form>
      {question}
    </Dialog>
  );
}

/** How far the image is, which is fetched first. */
function PullProgress({ id }: { readonly id: string }) {
  const transfer = useTransfers((store) => store.transfers.find((one) => one.id === id));
  if (transfer === undefined) return null;
  return (
    <ul className="transfers run-transfer" aria-label="On their way">
      <TransferItem transfer={transfer} />
    </ul>
  );
}

/** Where the new container is seen. */
function showMade(verb: MakeVerb, { id }: Made): void {
  if (verb === 'run') show('containers');
  else goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } });
}
