import { Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import type { Made } from '../../../main/contract/engine/containers.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { makeContainer } from '../../state/actions.ts';
import { notifyFailure } from '../../state/notices.ts';
import { isAsleep, useStatus } from '../../state/status-store.ts';
import { useIsOpen } from '../../state/use-is-open.ts';
import { goTo, show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { FirstFields } from './fields/first-fields.tsx';
import { FormTabs } from './fields/form-tabs.tsx';
import { tabOfField } from './form/form-tabs.ts';
import { emptyRunForm, type RunForm } from './form/run-form.ts';
import { LineBox, NotTakenList } from './line-box.tsx';
import { useDiscard } from './use-discard.tsx';
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
  const [busyWith, setBusyWith] = useState<'create' | 'run' | null>(null);
  /** Why a form could not be sent; it says nothing about one that was changed since. */
  const [failed, setFailed] = useState<{ readonly form: RunForm; readonly failure: Failure } | null>(null);
  const isOpen = useIsOpen();
  const asleep = useStatus(isAsleep);
  const isBusy = busyWith !== null;
  const { formRef, pointAtProblem } = usePointer();
  const { leave, question } = useDiscard(
    state.isChanged && !isBusy,
    onClose,
    'The form is filled in, and nothing was made of it yet.',
  );

  const make = async (verb: 'create' | 'run') => {
    state.show();
    const [wrong] = Object.keys(read.problems);
    if (wrong !== undefined) {
      const tab = tabOfField(wrong);
      if (tab !== undefined) state.choose(tab);
      pointAtProblem();
      return;
    }
    setBusyWith(verb);
    setFailed(null);
    try {
      const made = await makeContainer(verb, read.options);
      if (!isOpen.current) return;
      showMade(verb, made);
      onClose();
    } catch (error) {
      if (isOpen.current) setFailed({ form, failure: toFailure(error) });
      else notifyFailure(error);
      setBusyWith(null);
    }
  };

  return (
    <Dialog title="Run an image" isOpen onClose={leave} width="large" isDismissable={false}>
      <Form
        ref={formRef}
        className="run-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void make('run');
        }}
        validationBehavior="aria"
      >
        <div className="run-fields">
          <FirstFields
            {...fields}
            isDisabled={isBusy}
            onLine={state.fill}
            autoFocus={form.image === '' ? 'image' : 'name'}
          />
          <FormTabs {...fields} isDisabled={isBusy} chosen={state.tab} onChoose={state.choose} />
          <LineBox form={form} isDisabled={isBusy} onRead={state.fill} />
        </div>
        {/* Never out of sight, however much is above. */}
        <NotTakenList notTaken={state.notTaken} onDismiss={state.forgetNotTaken} />
        {failed?.form === form && (
          <div className="run-failure">
            <Problem failure={failed.failure} isGrave />
          </div>
        )}
        <div className="dialog-actions">
          {asleep && <p className="dialog-note">The engine is asleep: this wakes it.</p>}
          <Button onPress={isBusy ? onClose : leave}>{isBusy ? 'Close' : 'Cancel'}</Button>
          <Button
            isBusy={busyWith === 'create'}
            isDisabled={busyWith === 'run'}
            onPress={() => void make('create')}
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

/** Where the new container is seen. */
function showMade(verb: 'create' | 'run', { id }: Made): void {
  if (verb === 'run') show('containers');
  else goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } });
}
