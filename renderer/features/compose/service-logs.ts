import { replacePlace } from '../../state/view-store.ts';
import { changeQuery } from '../logs/session/choices.ts';
import type { ServiceRow } from './service-rows.ts';

/** Shows the log of the containers of one service. */
export function showServiceLogs(project: string, { containers }: Pick<ServiceRow, 'containers'>): void {
  const names = new Set(containers.map(({ name }) => name));
  changeQuery({ kind: 'project', name: project }, { filter: { containers: names, projects: new Set() } });
  replacePlace({ view: 'compose', page: { kind: 'compose', project, tab: 'logs' } });
}
