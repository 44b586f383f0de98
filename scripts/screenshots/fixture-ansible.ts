import { explainRun } from '../../main/ansible/explain.ts';
import { foldEvent } from '../../main/ansible/fold-event.ts';
import type { PlaybookEvent } from '../../main/ansible/read-event.ts';
import { createPlaybookRuns, type PerformRun } from '../../main/ansible/runs.ts';
import type {
  ansibleRequests,
  ansibleStreams,
  PlaybookPlay,
  TaskState,
} from '../../main/contract/ansible.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';

const file = '/home/maria/projects/harbour/site.yml';

type Said = readonly [task: string, state: TaskState, took: number, message?: string];

const said: readonly Said[] = [
  ['Gathering Facts', 'ok', 2_100],
  ['Make the network', 'changed', 480],
  ['Make the volume of the database', 'ok', 310],
  ['Bring the shop up', 'changed', 14_200],
  ['Fill the database', 'skipped', 30],
  ['Say where it runs', 'ok', 40, 'shop-web-1 is healthy at 8080'],
];

/** Playbooks of a working day, which end as the scene says. */
export function fixtureAnsible(actions: () => 'succeed' | 'hang' | 'fail') {
  const perform: PerformRun = async (_, { onPlays }, signal) => {
    let plays: readonly PlaybookPlay[] = [];
    let at = Date.now() - 17_160;
    const hear = (event: PlaybookEvent) => {
      plays = foldEvent(plays, event, at);
    };
    const begin = (name: string, line: number) =>
      hear({ kind: 'task', id: name, name, where: `${file}:${line}` });
    const end = (task: string, state: TaskState, message = '') =>
      hear({ kind: 'result', task, host: 'localhost', state, message });
    hear({ kind: 'play', name: 'The shop, with its database' });
    for (const [task, state, took, message] of said) {
      begin(task, 6);
      at += took;
      end(task, state, message);
    }
    hear({ kind: 'play', name: 'Watch over it' });
    begin('Start the exporter', 31);
    onPlays(plays);
    switch (actions()) {
      case 'hang':
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return;
      case 'fail': {
        end('Start the exporter', 'failed', 'Error starting container: port 9100 is already allocated');
        hear({ kind: 'end', failed: ['localhost'] });
        onPlays(plays);
        throw explainRun(file, plays, ['localhost'], []);
      }
      case 'succeed':
        end('Start the exporter', 'changed');
        hear({ kind: 'end', failed: [] });
        onPlays(plays);
    }
  };
  let runs = createPlaybookRuns(perform, Date.now);
  const handlers: Handlers<typeof ansibleRequests> = {
    'ansible.run': async ({ isCheck }) => runs.begin(file, isCheck),
    'ansible.again': async ({ id }) => runs.again(id),
    'ansible.cancel': async ({ id }) => runs.cancel(id),
    'ansible.dismiss': async ({ id }) => runs.dismiss(id),
  };
  const sources: Sources<typeof ansibleStreams> = { 'ansible.follow': (_, signal) => runs.follow(signal) };
  /** No playbook was run. */
  const reset = () => {
    void runs.close();
    runs = createPlaybookRuns(perform, Date.now);
  };
  return { handlers, sources, reset };
}
