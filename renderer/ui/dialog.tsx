import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './button.tsx';

interface DialogProps {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: 'narrow' | 'wide' | 'large';
  readonly role?: 'dialog' | 'alertdialog';
  /** Whether a press beside it closes it: not where much is written into it. */
  readonly isDismissable?: boolean;
}

/** A dialog over the window; Escape closes it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  width = 'narrow',
  role = 'dialog',
  isDismissable = role === 'dialog',
}: DialogProps) {
  return (
    <ModalOverlay
      className="dialog-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={isDismissable}
    >
      <Modal className={`dialog dialog-${width}`}>
        <AriaDialog role={role} className="dialog-body">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface NoticeProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Says why something cannot be done, where it was asked for. */
export function NoticeDialog({ title, onClose, children }: NoticeProps) {
  return (
    <Dialog title={title} isOpen onClose={onClose} role="alertdialog">
      <div className="dialog-text">{children}</div>
      <div className="dialog-actions">
        <Button onPress={onClose} autoFocus>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

interface ConfirmProps {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly action: string;
  /** It is probably meant: Enter confirms it. */
  readonly isReady?: boolean;
  readonly children: ReactNode;
}

/** Asks before something that cannot be undone. The safe answer has the focus, unless it is ready to be confirmed. */
export function ConfirmDialog({
  title,
  isOpen,
  onClose,
  onConfirm,
  action,
  isReady = false,
  children,
}: ConfirmProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} role="alertdialog">
      <div className="dialog-text">{children}</div>
      <div className="dialog-actions">
        <Button onPress={onClose} autoFocus={!isReady}>
          Cancel
        </Button>
        <Button
          kind="danger"
          autoFocus={isReady}
          onPress={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
