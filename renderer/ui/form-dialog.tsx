import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Form } from 'react-aria-components';
import type { Submit } from '../state/use-submit.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface FormDialogProps {
  readonly title: ReactNode;
  readonly submit: Submit;
  /** What sending it does, on its button. */
  readonly action: string;
  readonly icon?: LucideIcon;
  readonly onClose: () => void;
  readonly width?: 'narrow' | 'wide';
  readonly formRef?: Ref<HTMLFormElement>;
  /** A further button, apart from the others. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** A dialog that asks for something and sends it. It may be closed meanwhile, and says in itself why it could not be sent. */
export function FormDialog({
  title,
  submit: { isBusy, failure, onSubmit },
  action,
  icon,
  onClose,
  width = 'narrow',
  formRef,
  beside,
  children,
}: FormDialogProps) {
  return (
    <Dialog title={title} isOpen onClose={onClose} width={width}>
      <Form ref={formRef} className="dialog-stack" onSubmit={onSubmit} validationBehavior="aria">
        {children}
        {failure !== null && <Problem failure={failure} isGrave />}
        <div className="dialog-actions">
          {beside !== undefined && <span className="dialog-first">{beside}</span>}
          <Button onPress={onClose}>{isBusy ? 'Close' : 'Cancel'}</Button>
          <Button kind="primary" type="submit" isBusy={isBusy} {...(icon === undefined ? {} : { icon })}>
            {action}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
