import { File, FileQuestionMark, FileSymlink, Folder, HardDrive, type LucideIcon } from 'lucide-react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import { formatAge, formatSize, formatTime } from '../../../main/contract/format.ts';
import { modeText, mountText, ownerText } from '../../text/file-text.ts';
import { visibleName } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import type { Column } from '../../ui/column.ts';
import { type MenuEntry, MoreMenu } from '../../ui/more-menu.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { type FileRow, sortKey } from './file-rows.ts';

interface FileColumns {
  /** Milliseconds since 1970, for ages. */
  readonly now: number;
  readonly onOpen: (row: FileRow) => void;
  readonly menuOf: (row: FileRow) => readonly (readonly MenuEntry[])[];
}

/** The columns of a folder's list. */
export function fileColumns({ now, onOpen, menuOf }: FileColumns): readonly Column<FileRow>[] {
  /** What the image has and the container has not has a name alone. */
  const there = (cell: Column<FileRow>['cell']) => (row: FileRow) => row.change !== 'removed' && cell(row);
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(180px, 3fr)',
      stays: 'start',
      sortBy: sortKey,
      cell: (row) => <NameCell row={row} onOpen={onOpen} />,
    },
    {
      id: 'size',
      title: 'Size',
      width: '76px',
      align: 'end',
      sortBy: ({ kind, size }) => (kind === 'file' ? size : -1),
      cell: there(({ kind, size }) => kind === 'file' && <span className="quiet">{formatSize(size)}</span>),
    },
    {
      id: 'modified',
      title: 'Modified',
      width: '104px',
      sortBy: ({ modifiedAt }) => modifiedAt,
      cell: there(({ modifiedAt }) => (
        <span className="quiet" title={formatTime(modifiedAt)}>
          {formatAge(modifiedAt, now)}
        </span>
      )),
    },
    {
      id: 'owner',
      title: 'Owner',
      width: 'minmax(76px, 1fr)',
      sortBy: ownerText,
      cell: there((row) => (
        <bdi className="untrusted quiet" title={`${ownerText(row)} (${row.uid}:${row.gid})`}>
          {ownerText(row)}
        </bdi>
      )),
    },
    {
      id: 'mode',
      title: 'Mode',
      width: '84px',
      sortBy: ({ mode }) => mode,
      cell: there((row) => (
        <code className="quiet" title={row.mode.toString(8).padStart(4, '0')}>
          {modeText(row)}
        </code>
      )),
    },
    actionsColumn(
      '36px',
      there((row) => (
        <span className="row-actions">
          <MoreMenu label={`More for ${visibleName(row.name)}`} groups={() => menuOf(row)} />
        </span>
      )),
    ),
  ];
}

function iconOf({ kind, mount }: FileRow): LucideIcon {
  if (mount !== null) return HardDrive;
  switch (kind) {
    case 'folder':
      return Folder;
    case 'link':
      return FileSymlink;
    case 'file':
      return File;
    case 'socket':
    case 'pipe':
    case 'character-device':
    case 'block-device':
      return FileQuestionMark;
    default:
      return assertNever(kind);
  }
}

interface NameCellProps {
  readonly row: FileRow;
  readonly onOpen: (row: FileRow) => void;
}

function NameCell({ row, onOpen }: NameCellProps) {
  const Icon = iconOf(row);
  const { name, target, mount, change } = row;
  if (change === 'removed') {
    return (
      <span className="file-name">
        <Icon size={15} aria-hidden />
        <del className="faint">
          <Untrusted text={visibleName(name)} />
        </del>
        <span className="file-mark change-removed">removed</span>
      </span>
    );
  }
  return (
    <span className="file-name">
      <Icon size={15} aria-hidden className={row.kind === 'folder' ? 'file-folder' : ''} />
      <button type="button" className="row-link file-link" onClick={() => onOpen(row)}>
        <Untrusted text={visibleName(name)} />
      </button>
      {target !== null && (
        <span className="file-target faint">
          <span aria-hidden>→</span>
          <span className="visually-hidden">leads to</span>
          <Untrusted text={visibleName(target)} />
        </span>
      )}
      {mount !== null && (
        <span className="file-mark faint" title={mountText(mount)}>
          {mountText(mount)}
        </span>
      )}
      {change !== null && <span className={`file-mark change-${change}`}>{change}</span>}
    </span>
  );
}
