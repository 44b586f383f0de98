import type { Build } from '../../../main/contract/builds.ts';
import { formatDuration } from '../../../main/contract/duration.ts';
import { showBuild } from '../../state/builds-store.ts';
import { buildDuration, buildStateText } from '../../text/build-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { ageColumn } from '../../ui/age-column.tsx';
import type { Column } from '../../ui/column.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { BuildMark } from './build-mark.tsx';
import { buildMenu } from './build-menu.ts';

/** The columns of the builds; `now` in milliseconds since 1970, `isReady`: the engine can be asked. */
export function buildColumns(now: number, isReady: boolean): readonly Column<Build>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(150px, 2fr)',
      stays: 'start',
      sortBy: ({ name }) => name,
      cell: (build) => (
        <span className="build-name">
          <BuildMark build={build} />
          <button type="button" className="row-link strong" onClick={() => showBuild(build.id)}>
            <Untrusted text={build.name} />
          </button>
        </span>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: '88px',
      sortBy: buildStateText,
      cell: (build) => (
        <span className={build.state.kind === 'failed' ? 'state-failed' : 'quiet'}>
          {buildStateText(build)}
        </span>
      ),
    },
    {
      id: 'folder',
      title: 'Folder',
      width: 'minmax(100px, 1.6fr)',
      leaves: 1,
      sortBy: ({ description }) => description?.folder ?? '',
      cell: ({ description, isOurs }) =>
        description === null || description.folder === '' ? (
          <span className="faint">{isOurs ? '' : 'begun elsewhere'}</span>
        ) : (
          <Untrusted className="quiet" text={description.folder} />
        ),
    },
    {
      id: 'steps',
      title: 'Steps',
      width: '104px',
      align: 'end',
      leaves: 2,
      sortBy: ({ steps }) => steps.all,
      cell: ({ steps }) => (
        <span className="build-figures">
          {steps.all}
          {steps.cached > 0 && <span className="quiet"> ({steps.cached} cached)</span>}
        </span>
      ),
    },
    {
      id: 'duration',
      title: 'Time',
      width: '84px',
      align: 'end',
      sortBy: (build) => buildDuration(build, now),
      cell: (build) => <span className="build-figures">{formatDuration(buildDuration(build, now))}</span>,
    },
    ageColumn('started', 'Begun', ({ startedAt }) => startedAt, now),
    actionsColumn('36px', (build) => (
      <MoreMenu label={`More for ${visibleText(build.name)}`} groups={() => buildMenu(build, isReady)} />
    )),
  ];
}
