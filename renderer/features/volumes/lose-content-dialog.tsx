import type { ChosenFile } from '../../../main/contract/files.ts';
import { isAlive } from '../../state/actions.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { VolumeRow } from './volume-rows.ts';
import { totalSizeText } from './volume-size.tsx';

interface LoseContentDialogProps {
  readonly row: VolumeRow;
  readonly verb: 'Empty' | 'Restore';
  /** What takes the place of what is lost. */
  readonly file?: ChosenFile;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before all that is in a volume is lost, and says which containers run with it. */
export function LoseContentDialog({ row, verb, file, onConfirm, onClose }: LoseContentDialogProps) {
  const running = row.usedBy.filter(isAlive).map(({ name }) => visibleText(name));
  return (
    <ConfirmDialog
      title={
        <>
          {verb} <Untrusted text={row.shownName} />?
        </>
      }
      isOpen
      onClose={onClose}
      onConfirm={onConfirm}
      action={verb}
    >
      <p>
        What is in it now ({totalSizeText([row])}) cannot be had again.
        {file !== undefined && (
          <>
            {' '}
            What <bdi>{visibleText(file.path)}</bdi> holds takes its place, once all of it has been read.
          </>
        )}
      </p>
      {running.length > 0 && (
        <p className="dialog-aside">
          <bdi>{running.slice(0, 3).join(', ')}</bdi>
          {running.length > 3 && ` and ${running.length - 3} more`} {running.length === 1 ? 'runs' : 'run'}{' '}
          with it, and may not bear that: stop {running.length === 1 ? 'it' : 'them'} first.
        </p>
      )}
    </ConfirmDialog>
  );
}
