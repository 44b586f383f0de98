import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Form } from 'react-aria-components';
import type { Submit } from '../state/use-submit.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface DialogFormProps {
  readonly submit: Submit;
  /** What sending it does, on its button. */
  readonly action: string;
  readonly icon?: LucideIcon;
  /** `danger`: it cannot be undone. */
  readonly kind?: 'primary' | 'danger';
  readonly onClose: () => void;
  readonly formRef?: Ref<HTMLFormElement>;
  /** A further button, apart from the others. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

interface FormDialogProps extends DialogFormProps {
  readonly title: ReactNode;
  readonly width?: 'narrow' | 'wide';
}

/** A dialog that asks for something and sends it. It may be closed meanwhile, and says in itself why it could not be sent. */
export function FormDialog({ title, width = 'narrow', ...form }: FormDialogProps) {
  return (
    <Dialog title={title} isOpen onClose={form.onClose} width={width}>
      <DialogForm {...form} />
    </Dialog>
  );
}

/** What is in such a dialog: for one that opens before it is known what there is to be asked. */
export function DialogForm({
  submit: { isBusy, failure, onSubmit },
  action,
  icon,
  kind = 'primary',
  onClose,
  formRef,
  beside,
  children,
}: DialogFormProps) {
  return (
    <Form ref={formRef} className="dialog-stack" onSubmit={onSubmit} validationBehavior="aria">
      {children}
      {failure !== null && <Problem failure={failure} isGrave />}
      <div className="dialog-actions">
        {beside !== undefined && <span className="dialog-first">{beside}</span>}
        <Button onPress={onClose}>{isBusy ? 'Close' : 'Cancel'}</Button>
        <Button kind={kind} type="submit" isBusy={isBusy} {...(icon === undefined ? {} : { icon })}>
          {action}
        </Button>
      </div>
    </Form>
  );
}
