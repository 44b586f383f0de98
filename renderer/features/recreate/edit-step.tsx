import type { FormEvent } from 'react';
import { Form } from 'react-aria-components';
import type { ChosenOptions } from '../../../main/contract/engine/recreate.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { FirstFields } from '../run/fields/first-fields.tsx';
import { FormTabs } from '../run/fields/form-tabs.tsx';
import { tabOfField } from '../run/form/form-tabs.ts';
import { LineBox, NotTakenList } from '../run/line-box.tsx';
import { usePointer } from '../run/use-pointer.ts';
import type { RunFormState } from '../run/use-run-form.ts';

interface EditStepProps {
  readonly state: RunFormState;
  readonly chosen: ChosenOptions;
  /** How many options are other ones by now. */
  readonly changes: number;
  readonly onReview: () => void;
  readonly onClose: () => void;
}

/** The form with what was chosen for the container. */
export function EditStep({ state, chosen, changes, onReview, onClose }: EditStepProps) {
  const { formRef, pointAtProblem } = usePointer();
  const { form, fields, read } = state;
  const review = () => {
    state.show();
    const [wrong] = Object.keys(read.problems);
    if (wrong === undefined) return onReview();
    const tab = tabOfField(wrong);
    if (tab !== undefined) state.choose(tab);
    pointAtProblem();
  };
  return (
    <Form
      ref={formRef}
      className="run-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (changes > 0) review();
      }}
      validationBehavior="aria"
    >
      <div className="run-fields">
        <FirstFields
          {...fields}
          isDisabled={false}
          isNameFixed
          missingText="It is not here yet: it must be pulled first."
          onLine={(line) => state.fill({ ...line, form: { ...line.form, name: form.name } })}
          autoFocus="image"
        />
        <FormTabs {...fields} isDisabled={false} chosen={state.tab} onChoose={state.choose} />
        <LineBox
          form={form}
          isDisabled={false}
          onRead={(line) => state.fill({ ...line, form: { ...line.form, name: form.name } })}
        />
      </div>
      <NotTakenList notTaken={state.notTaken} onDismiss={state.forgetNotTaken} />
      <div className="dialog-actions">
        <p className="dialog-note">
          {chosen.kept.length > 0 && `Stays as it is: ${visibleText(chosen.kept.join(', '))}.`}
        </p>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="primary" type="submit" isDisabled={changes === 0}>
          {changes === 0
            ? 'Nothing is changed'
            : `Review ${changes === 1 ? 'the change' : `${changes} changes`}`}
        </Button>
      </div>
    </Form>
  );
}
