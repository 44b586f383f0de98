import { FileDown, Package } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ImageDetails } from '../../../main/contract/engine/image-details.ts';
import type { ImagePackage, ImagePackages } from '../../../main/contract/engine/image-packages.ts';
import { call } from '../../bridge.ts';
import { exportPackages } from '../../state/export-packages.ts';
import { useRequest } from '../../state/use-request.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** What is installed in an image, by its own package databases. */
export function PackagesTab({ details }: { readonly details: ImageDetails }) {
  const { id } = details;
  const ask = useCallback(() => call('images.packages', { id }), [id]);
  const { state, again } = useRequest(ask);
  return (
    <RequestState state={state} what="the packages" onRetry={again}>
      {(found) =>
        found.packages.length === 0 ? <None found={found} /> : <List details={details} found={found} />
      }
    </RequestState>
  );
}

function None({ found }: { readonly found: ImagePackages }) {
  return (
    <EmptyState
      icon={Package}
      title={found.unread.length > 0 ? 'The packages cannot be read' : 'No packages'}
    >
      {found.unread.length > 0 ? (
        <>
          They are in a database of rpm, at <code>{found.unread.join(', ')}</code>, whose form is not read
          here. Those of dpkg and apk are.
        </>
      ) : (
        'The image has no database of dpkg, apk or rpm: whoever made it copied files, or used another way. What a language’s own tools install is not looked for.'
      )}
    </EmptyState>
  );
}

function List({ details, found }: { readonly details: ImageDetails; readonly found: ImagePackages }) {
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filterPackages(found.packages, filter), [found, filter]);
  const count = found.packages.length;
  return (
    <>
      <div className="page-bar packages-bar">
        <span className="quiet packages-count" role="status">
          {shown.length === count ? `${count} packages` : `${shown.length} of ${count}`}
          {found.distribution !== null && ` of ${visibleText(found.distribution.title)}`}
          {found.unread.length > 0 && `; those of rpm are not read`}
        </span>
        <SearchBox label="Filter packages" value={filter} onChange={setFilter} />
        <Button icon={FileDown} onPress={() => void exportPackages(details, 'spdx')}>
          SPDX
        </Button>
        <Button icon={FileDown} onPress={() => void exportPackages(details, 'cyclonedx')}>
          CycloneDX
        </Button>
      </div>
      {shown.length === 0 ? (
        <NoMatch title="No package matches" onClear={() => setFilter('')}>
          None of the {count} has all of these words in its name, version or licence.
        </NoMatch>
      ) : (
        <DataTable
          label="Packages"
          columns={columns}
          rows={shown}
          rowId={({ kind, name, architecture }) => `${kind} ${name} ${architecture}`}
          initialSort={{ column: 'name', descending: false }}
        />
      )}
    </>
  );
}

/** The packages in whose name, source, version or licence every word of the filter turns up. */
function filterPackages(packages: readonly ImagePackage[], filter: string): readonly ImagePackage[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return packages.filter(({ name, version, licence, source }) => {
    const text = `${name} ${source} ${version} ${licence}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const columns: readonly Column<ImagePackage>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(140px, 2fr)',
    sortBy: ({ name }) => name.toLowerCase(),
    cell: ({ name }) => <Untrusted className="strong" text={name} />,
  },
  {
    id: 'version',
    title: 'Version',
    width: 'minmax(120px, 2fr)',
    cell: ({ version }) => <Untrusted className="code" text={version} />,
  },
  {
    id: 'licence',
    title: 'Licence',
    width: 'minmax(90px, 2fr)',
    sortBy: ({ licence }) => licence.toLowerCase() || '\uffff',
    cell: ({ licence }) =>
      licence === '' ? <span className="faint">Not said</span> : <Untrusted text={licence} />,
  },
  {
    id: 'source',
    title: 'Built from',
    width: 'minmax(80px, 1.2fr)',
    sortBy: ({ source, name }) => (source || name).toLowerCase(),
    cell: ({ source, name }) => <Untrusted className="quiet" text={source || name} />,
  },
  {
    id: 'kind',
    title: 'Kind',
    width: '46px',
    sortBy: ({ kind }) => kind,
    cell: ({ kind }) => <span className="quiet">{kind}</span>,
  },
];
