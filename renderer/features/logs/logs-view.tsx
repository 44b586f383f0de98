import { ViewHeader } from '../../ui/view-header.tsx';
import { LogPanel } from './view/log-panel.tsx';

const everything = { kind: 'all' } as const;

/** The logs of all containers, in one stream. */
export function LogsView() {
  return (
    <div className="view">
      <LogPanel
        scope={everything}
        name="all containers"
        header={(choices) => <ViewHeader title="Logs">{choices}</ViewHeader>}
      />
    </div>
  );
}
