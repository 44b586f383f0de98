import { formatSize } from '../../../main/contract/format.ts';
import { useVolumeSizes } from '../../state/volumes-store.ts';
import { NameList } from '../../ui/name-list.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { sizeOf, type VolumeRow } from './volume-rows.ts';

/** A volume's size, or that it is being measured. */
export function VolumeSizeText({ bytes }: { readonly bytes: number | null | undefined }) {
  const isMeasuring = useVolumeSizes((store) => store.isMeasuring);
  if (typeof bytes === 'number') return <>{formatSize(bytes)}</>;
  if (bytes === undefined && isMeasuring) return <span className="faint">measuring…</span>;
  return <span className="faint">not known</span>;
}

/** What some volumes take together, as far as it was measured: `1.2 GB`, `at least 1.2 GB`. */
export function totalSizeText(rows: readonly VolumeRow[]): string {
  const { bytes, isWhole } = sizeOf(rows);
  return isWhole ? formatSize(bytes) : bytes > 0 ? `at least ${formatSize(bytes)}` : 'not measured yet';
}

/** The names and sizes of some volumes, in a box of their own. */
export function VolumeNames({ rows }: { readonly rows: readonly VolumeRow[] }) {
  return (
    <NameList
      label="Volumes"
      names={rows.map((row) => ({
        key: row.name,
        name: <VolumeName row={row} />,
        aside: <VolumeSizeText bytes={row.bytes} />,
      }))}
    />
  );
}

/** A volume's name, and that nobody gave it one. */
export function VolumeName({ row: { shownName, isAnonymous } }: { readonly row: VolumeRow }) {
  return (
    <span className="volume-name">
      <Untrusted text={shownName} />
      {isAnonymous && <span className="volume-mark">anonymous</span>}
    </span>
  );
}
