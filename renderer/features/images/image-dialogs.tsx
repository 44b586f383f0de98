import { assertNever } from '../../../main/contract/assert-never.ts';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { RunDialog } from '../containers/run-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { PullDialog } from './pull-dialog.tsx';
import { PushDialog } from './push-dialog.tsx';

/** A dialog about images. */
export type OpenDialog =
  | { readonly kind: 'run'; readonly reference: string }
  | { readonly kind: 'pull' }
  | { readonly kind: 'push'; readonly id: string; readonly names: readonly string[] }
  | { readonly kind: 'import'; readonly file: ChosenFile };

interface ImageDialogsProps {
  readonly open: OpenDialog | null;
  readonly onClose: () => void;
}

/** The dialog that is open, if one is. */
export function ImageDialogs({ open, onClose }: ImageDialogsProps) {
  if (open === null) return null;
  switch (open.kind) {
    case 'run':
      return <RunDialog image={open.reference} onClose={onClose} />;
    case 'pull':
      return <PullDialog onClose={onClose} />;
    case 'push':
      return <PushDialog id={open.id} names={open.names} onClose={onClose} />;
    case 'import':
      return <ImportDialog file={open.file} onClose={onClose} />;
    default:
      return assertNever(open);
  }
}
