import { Archive, Copy, Download, FolderDown, FolderOpen, Pencil, SquarePen, Trash2 } from 'lucide-react';
import { copyText } from '../../state/actions.ts';
import type { DownloadForm } from '../../state/file-actions.ts';
import { visibleName } from '../../text/visible-text.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { FileRow } from './file-rows.ts';

/** What a file's menu can do. */
export interface FileDeeds {
  readonly open: (row: FileRow) => void;
  readonly save: (row: FileRow, form: DownloadForm) => void;
  readonly rename: (row: FileRow) => void;
  readonly remove: (row: FileRow) => void;
  /** Archives can be taken out of here. */
  readonly canTransfer: boolean;
}

/** What can be done to a file: the entries of its menu. */
export function fileMenu(row: FileRow, deeds: FileDeeds): readonly (readonly MenuEntry[])[] {
  const { kind, path } = row;
  const saving = (form: DownloadForm, title: string, icon: MenuEntry['icon']): MenuEntry => ({
    title,
    icon,
    isDisabled: !deeds.canTransfer,
    onAction: () => deeds.save(row, form),
  });
  return [
    [
      {
        title: kind === 'file' ? 'View and edit' : 'Open',
        icon: kind === 'file' ? SquarePen : FolderOpen,
        onAction: () => deeds.open(row),
      },
      ...(kind === 'file' ? [saving('file', 'Save as…', Download)] : []),
      ...(kind === 'folder'
        ? [
            saving('unpacked', 'Save the folder…', FolderDown),
            saving('tar.gz', 'Save as .tar.gz…', Archive),
            saving('tar', 'Save as .tar…', Archive),
          ]
        : []),
    ],
    [
      { title: 'Copy its path', icon: Copy, onAction: () => void copyText(visibleName(path), 'the path') },
      { title: 'Rename…', icon: Pencil, onAction: () => deeds.rename(row) },
      { title: 'Delete…', icon: Trash2, onAction: () => deeds.remove(row) },
    ],
  ];
}
