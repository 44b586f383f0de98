import { Boxes, FilePen } from 'lucide-react';
import { useMemo } from 'react';
import type { ComposeCheck, ComposeModel } from '../../../main/contract/compose.ts';
import { switchProfile } from '../../state/compose-store.ts';
import type { Requested } from '../../state/use-request.ts';
import { replacePlace } from '../../state/view-store.ts';
import { visibleOutput } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { hasItsFiles, isBusy } from './project-menu.ts';
import type { ProjectRow } from './project-rows.ts';
import { serviceColumns } from './service-columns.tsx';
import { profilesOf, type ServiceRow, serviceRows } from './service-rows.ts';

interface ServicesTabProps {
  readonly row: ProjectRow;
  readonly check: Requested<ComposeCheck | null>;
  readonly isFree: boolean;
  readonly onRetry: () => void;
}

/** The services of a project: what its files describe, and what there is of it. */
export function ServicesTab({ row, check, isFree, onRetry }: ServicesTabProps) {
  const { name } = row;
  const value = check.kind === 'loaded' ? check.value : null;
  const model = value?.kind === 'valid' ? value.model : null;
  const services = useMemo(() => serviceRows(model, row), [model, row]);
  const hasFiles = hasItsFiles(row);
  const columns = useMemo(
    () => serviceColumns({ project: name, isFree, hasFiles }),
    [name, isFree, hasFiles],
  );
  return (
    <>
      <FileNotes row={row} check={check} onRetry={onRetry} />
      {model !== null && <Profiles row={row} model={model} />}
      {services.length > 0 ? (
        <DataTable
          label={`Services of ${name}`}
          columns={columns}
          rows={services}
          rowId={rowId}
          initialSort={{ column: 'name', descending: false }}
        />
      ) : (
        <NoServices isReading={check.kind === 'loading'} />
      )}
    </>
  );
}

const rowId = ({ name }: ServiceRow) => name;

/** What is wrong with the files, over whatever is known without them. */
function FileNotes({ row, check, onRetry }: Pick<ServicesTabProps, 'row' | 'check' | 'onRetry'>) {
  const { name, remembered } = row;
  if (remembered !== null && remembered.missing.length > 0)
    return (
      <div className="compose-notes">
        <Problem
          isGrave
          failure={{
            code: 'file-unusable',
            message: `${remembered.missing.join(', ')} is not there.`,
            hint: 'Put it back; or forget the project, and add it from where its file is now.',
          }}
        />
      </div>
    );
  if (check.kind === 'failed')
    return (
      <div className="compose-notes">
        <Problem isGrave failure={check.failure} />
        <Button onPress={onRetry}>Try again</Button>
      </div>
    );
  const value = check.kind === 'loaded' ? check.value : null;
  if (value === null) return null;
  const edit = (
    <Button
      icon={FilePen}
      onPress={() => replacePlace({ view: 'compose', page: { kind: 'compose', project: name, tab: 'file' } })}
    >
      Open the editor
    </Button>
  );
  if (value.kind === 'invalid')
    return (
      <div className="compose-notes">
        <Problem
          isGrave
          failure={{
            code: 'invalid-argument',
            message: visibleOutput(value.said),
            hint: 'Compose cannot read the project until this is mended.',
          }}
        />
        {edit}
      </div>
    );
  if (value.warnings.length === 0) return null;
  return (
    <div className="compose-notes">
      <Problem
        isGrave={false}
        failure={{
          code: 'invalid-argument',
          message: value.warnings.map(visibleOutput).join(' '),
          hint: 'A variable gets its value in the file `.env` beside the Compose file, as NAME=value.',
        }}
      />
      {edit}
    </div>
  );
}

function Profiles({ row, model }: { readonly row: ProjectRow; readonly model: ComposeModel }) {
  const all = profilesOf(model);
  if (row.remembered === null || all.length === 0) return null;
  const { name, profiles } = row.remembered;
  return (
    <fieldset className="compose-profiles">
      <legend>Profiles</legend>
      {all.map((profile) => (
        <Checkbox
          key={profile}
          isSelected={profiles.includes(profile)}
          isDisabled={isBusy(row)}
          onChange={(isOn) => void switchProfile(name, profile, isOn)}
        >
          <Untrusted text={profile} />
        </Checkbox>
      ))}
      <span className="quiet">They count from the next Up on.</span>
    </fieldset>
  );
}

function NoServices({ isReading }: { readonly isReading: boolean }) {
  if (isReading)
    return (
      <div className="loading" role="status">
        <Spinner size={16} />
        Reading the files…
      </div>
    );
  return (
    <EmptyState icon={Boxes} title="No services">
      Nothing of it runs, and its files name no service that could be shown.
    </EmptyState>
  );
}
