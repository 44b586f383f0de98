import { ListChecks, Play, SearchCheck } from 'lucide-react';
import { choosePlaybook, usePlaybooks } from '../../state/playbooks-store.ts';
import { canBeAsked, isAsleep, isRunning, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { RunItem } from './run-item.tsx';
import '../compose/compose.css';
import './ansible.css';

/** Runs playbooks against the engine, and shows what they do task by task. */
export function AnsibleView() {
  const runs = usePlaybooks((store) => store.runs);
  const running = useStatus(isRunning);
  const asleep = useStatus(isAsleep);
  const isReady = useStatus(canBeAsked);
  const isBusy = runs.some(({ state }) => state.kind === 'running');
  const now = useNow(isBusy ? 1_000 : 30_000);
  const hasSome = runs.length > 0;
  return (
    <div className="view">
      <ViewHeader title="Ansible">
        <Button icon={SearchCheck} isDisabled={!isReady} onPress={() => void choosePlaybook(true)}>
          Dry run
        </Button>
        <Button
          kind={hasSome ? 'primary' : 'plain'}
          icon={Play}
          isDisabled={!isReady}
          onPress={() => void choosePlaybook(false)}
        >
          Run a playbook
        </Button>
      </ViewHeader>
      {!running && (
        <p className="view-strip" role="status">
          {asleep
            ? 'The engine sleeps: it wakes when a playbook is run.'
            : 'The engine does not run: start it to run a playbook.'}
        </p>
      )}
      {hasSome ? (
        <ScrollArea label="Runs of playbooks" className="playbook-runs">
          {runs.map((run, index) => (
            <RunItem key={run.id} run={run} isFirst={index === 0} isReady={isReady} now={now} />
          ))}
        </ScrollArea>
      ) : (
        <EmptyState
          icon={ListChecks}
          title="No playbook was run yet"
          actions={
            <Button
              kind="primary"
              icon={Play}
              isDisabled={!isReady}
              onPress={() => void choosePlaybook(false)}
            >
              Choose a playbook
            </Button>
          }
        >
          A playbook in a shared folder is run against this engine, in a container: neither Ansible nor Python
          is needed here. In a terminal it is <code>slipway ansible PLAYBOOK</code>.
        </EmptyState>
      )}
    </div>
  );
}
