import { itemsText } from '../../text/file-text.ts';
import { visibleName, visibleText } from '../../text/visible-text.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { FileRow } from './file-rows.ts';

/** Most names that a question shows. */
const mostNames = 5;

interface RemoveQuestionProps {
  readonly rows: readonly FileRow[];
  /** `the container web`. */
  readonly owner: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before files are deleted. */
export function RemoveQuestion({ rows, owner, onConfirm, onClose }: RemoveQuestionProps) {
  const [only] = rows;
  const isOne = rows.length === 1 && only !== undefined;
  const folders = rows.some(({ kind }) => kind === 'folder');
  return (
    <ConfirmDialog
      title={
        isOne ? (
          <>
            Delete <Untrusted text={visibleName(only.name)} />?
          </>
        ) : (
          `Delete ${itemsText(rows.length)}?`
        )
      }
      isOpen
      onClose={onClose}
      onConfirm={onConfirm}
      action="Delete"
    >
      {!isOne && <Names names={rows.map(({ name }) => name)} />}
      <p>
        {folders ? `${isOne ? 'It goes' : 'Folders go'} with all that is in ${isOne ? 'it' : 'them'}. ` : ''}
        Nothing of it can be had again from <bdi>{visibleText(owner)}</bdi>.
      </p>
    </ConfirmDialog>
  );
}

interface ReplaceQuestionProps {
  readonly names: readonly string[];
  readonly folder: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before files take the place of others. */
export function ReplaceQuestion({ names, folder, onConfirm, onClose }: ReplaceQuestionProps) {
  const [only = ''] = names;
  return (
    <ConfirmDialog
      title={
        names.length === 1 ? (
          <>
            Replace <Untrusted text={visibleName(only)} />?
          </>
        ) : (
          `Replace ${itemsText(names.length)}?`
        )
      }
      isOpen
      onClose={onClose}
      onConfirm={onConfirm}
      action="Replace"
    >
      {names.length > 1 && <Names names={names} />}
      <p>
        {names.length === 1 ? 'It is' : 'They are'} in <bdi>{visibleName(folder)}</bdi> already. Files are
        replaced; of a folder all that is not replaced stays.
      </p>
    </ConfirmDialog>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <ul className="file-names">
      {names.slice(0, mostNames).map((name) => (
        <li key={name}>
          <Untrusted text={visibleName(name)} />
        </li>
      ))}
      {names.length > mostNames && <li className="quiet">and {names.length - mostNames} more</li>}
    </ul>
  );
}
