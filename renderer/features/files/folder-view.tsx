import { FilePlus, Folder as FolderIcon, FolderPlus, FolderUp, Plus, Trash2, Upload } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { inFolder } from '../../../main/contract/engine/file-paths.ts';
import type { Folder, TreeSource } from '../../../main/contract/engine/file-trees.ts';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { call } from '../../bridge.ts';
import { openDialog } from '../../state/dialogs.ts';
import { moveDrafts } from '../../state/drafts-store.ts';
import {
  chooseUploads,
  downloadFile,
  droppedFiles,
  removeFiles,
  uploadFiles,
} from '../../state/file-actions.ts';
import { useNow } from '../../state/use-now.ts';
import { itemsText, mountText } from '../../text/file-text.ts';
import { visibleName } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useSelection } from '../../ui/selection.ts';
import { Beside } from './beside.tsx';
import { DropZone } from './drop-zone.tsx';
import type { Asked } from './file-browser.tsx';
import { fileColumns } from './file-columns.tsx';
import { type FileDeeds, fileMenu } from './file-menu.ts';
import { RemoveQuestion } from './file-questions.tsx';
import { type Change, type FileRow, fileRows, filterFiles } from './file-rows.ts';
import { NameDialog } from './name-dialog.tsx';

interface FolderViewProps {
  readonly source: TreeSource;
  readonly bar: HTMLElement | null;
  readonly owner: string;
  readonly folder: Folder;
  readonly changes: ReadonlyMap<string, Change>;
  /** What a key has asked for; the answer is null. */
  readonly asked: Asked;
  readonly onAsked: (asked: Asked) => void;
  readonly onOpen: (path: string) => void;
  /** Something in it is another one. */
  readonly onChanged: () => void;
}

/** Which dialog is open. */
type Question =
  | { readonly kind: 'folder' | 'file' }
  | { readonly kind: 'rename'; readonly row: FileRow }
  | { readonly kind: 'remove'; readonly rows: readonly FileRow[] };

/** What is in a folder, and what can be done with it. */
export function FolderView({
  source,
  bar,
  owner,
  folder,
  changes,
  asked,
  onAsked,
  onOpen,
  onChanged,
}: FolderViewProps) {
  const { path, canTransfer, mount, isCut } = folder;
  const [filter, setFilter] = useState('');
  const [question, setQuestion] = useState<Question | null>(null);
  const rows = useMemo(() => fileRows(path, folder.entries, changes), [path, folder.entries, changes]);
  const shown = useMemo(() => filterFiles(rows, filter), [rows, filter]);
  const ids = useMemo(
    () => shown.flatMap(({ name, change }) => (change === 'removed' ? [] : [name])),
    [shown],
  );
  const selection = useSelection(ids);
  const now = useNow(30_000);
  const close = () => setQuestion(null);

  useEffect(() => {
    if (asked === null) return;
    onAsked(null);
    const row = rows.find(({ name, change }) => name === asked.name && change !== 'removed');
    if (row === undefined) return;
    if (asked.kind === 'rename') setQuestion({ kind: 'rename', row });
    else {
      const chosen = rows.filter(({ name }) => selection.chosen.has(name));
      setQuestion({ kind: 'remove', rows: chosen.includes(row) ? chosen : [row] });
    }
  }, [asked, onAsked, rows, selection.chosen]);

  const upload = async (files: readonly ChosenFile[], replace = false) => {
    if (files.length === 0) return;
    const carried = await uploadFiles(source, owner, path, files, replace);
    if (carried.kind === 'taken') {
      // Wherever one has gone meanwhile.
      const onReplace = () => void upload(files, true);
      openDialog({ kind: 'replace-files', names: carried.names, folder: path, onReplace });
    } else onChanged();
  };
  const remove = async (removed: readonly FileRow[]) => {
    selection.choose(new Set());
    await removeFiles(
      source,
      path,
      removed.map(({ name }) => name),
    );
    onChanged();
  };
  const columns = useMemo(() => {
    const deeds: FileDeeds = {
      open: (row) => onOpen(row.path),
      save: (row, form) => void downloadFile(source, row.path, row.name, form),
      rename: (row) => setQuestion({ kind: 'rename', row }),
      remove: (row) => setQuestion({ kind: 'remove', rows: [row] }),
      canTransfer,
    };
    return fileColumns({ now, onOpen: deeds.open, menuOf: (row) => fileMenu(row, deeds) });
  }, [now, source, onOpen, canTransfer]);
  const chosen = rows.filter(({ name, change }) => change !== 'removed' && selection.chosen.has(name));

  return (
    <>
      <Beside bar={bar}>
        {rows.length > 0 && (
          <SearchBox label={`Filter ${itemsText(rows.length)}`} value={filter} onChange={setFilter} />
        )}
        {chosen.length > 0 ? (
          <Button icon={Trash2} onPress={() => setQuestion({ kind: 'remove', rows: chosen })}>
            {`Delete ${chosen.length}`}
          </Button>
        ) : (
          <MenuButton
            icon={Plus}
            title="New"
            entries={[
              { title: 'Folder…', icon: FolderPlus, onAction: () => setQuestion({ kind: 'folder' }) },
              { title: 'File…', icon: FilePlus, onAction: () => setQuestion({ kind: 'file' }) },
            ]}
          />
        )}
        <MenuButton
          icon={Upload}
          title="Upload"
          isDisabled={!canTransfer}
          entries={[
            { title: 'Files…', icon: Upload, onAction: () => void chooseUploads(false).then(upload) },
            { title: 'A folder…', icon: FolderUp, onAction: () => void chooseUploads(true).then(upload) },
          ]}
        />
      </Beside>
      {isCut && (
        <p className="file-strip quiet">These are the first {itemsText(rows.length)}: there are more.</p>
      )}
      {mount !== null && (
        <p className="file-strip quiet">
          This is a mount: <bdi>{mountText(mount)}</bdi>.
          {!canTransfer && ' Nothing can be carried in or out.'}
        </p>
      )}
      <DropZone
        folder={path}
        isOff={!canTransfer}
        onDrop={(files) => void droppedFiles(files).then((dropped) => upload(dropped))}
      >
        {shown.length > 0 ? (
          <DataTable
            label="Files"
            columns={columns}
            rows={shown}
            rowId={({ name }) => name}
            rowName={({ name }) => visibleName(name)}
            isChoosable={({ change }) => change !== 'removed'}
            selection={selection}
            initialSort={{ column: 'name', descending: false }}
          />
        ) : filter !== '' ? (
          <NoMatch title="Nothing matches" onClear={() => setFilter('')} />
        ) : (
          <EmptyState icon={FolderIcon} title="This folder is empty">
            {canTransfer
              ? 'Drop files here, or upload them.'
              : 'Its files are made up by the kernel or in memory.'}
          </EmptyState>
        )}
      </DropZone>
      {(question?.kind === 'folder' || question?.kind === 'file') && (
        <NameDialog
          title={question.kind === 'folder' ? 'Make a folder' : 'Make a file'}
          action="Make"
          name=""
          onName={async (name) => {
            if (question.kind === 'folder') await call('tree.makeFolder', { source, folder: path, name });
            else await call('tree.write', { source, path: inFolder(path, name), text: '', version: null });
            onChanged();
            if (question.kind === 'file') onOpen(inFolder(path, name));
          }}
          onClose={close}
        />
      )}
      {question?.kind === 'rename' && (
        <NameDialog
          title="Rename"
          action="Rename"
          // What a field cannot hold is not begun with.
          name={visibleName(question.row.name) === question.row.name ? question.row.name : ''}
          onName={async (newName) => {
            if (newName === question.row.name) return;
            await call('tree.rename', { source, folder: path, name: question.row.name, newName });
            moveDrafts(source, question.row.path, inFolder(path, newName));
            onChanged();
          }}
          onClose={close}
        />
      )}
      {question?.kind === 'remove' && (
        <RemoveQuestion
          rows={question.rows}
          owner={owner}
          onConfirm={() => void remove(question.rows)}
          onClose={close}
        />
      )}
    </>
  );
}
