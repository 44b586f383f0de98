import { Untrusted } from '../../../ui/untrusted.tsx';

interface DialogTitleProps {
  readonly before: string;
  /** Untrusted. */
  readonly name: string;
  readonly after?: string;
}

/** A title with the name of what the dialog is about. */
export function DialogTitle({ before, name, after = '' }: DialogTitleProps) {
  return (
    <>
      {before}
      <Untrusted text={name} />
      {after}
    </>
  );
}
