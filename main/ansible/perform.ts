import { dirname } from 'node:path';
import type { PlaybookPlay } from '../contract/ansible.ts';
import type { ShareState } from '../contract/shares.ts';
import { clientEnvironment } from '../docker-client/client-environment.ts';
import { locateClient } from '../docker-client/locate-client.ts';
import { runLines } from '../docker-client/run-lines.ts';
import type { engineAt } from '../engine/connection.ts';
import type { HomePaths } from '../home/paths.ts';
import { type ContainerRun, playbookCommand, playbookContainer } from './container.ts';
import { explainRun } from './explain.ts';
import { readablePlaybook } from './find-playbook.ts';
import { foldEvent } from './fold-event.ts';
import { preparePlaybook } from './prepare.ts';
import { readEvent } from './read-event.ts';
import { removePlaybookContainer, removingAfter } from './remove-container.ts';
import type { PerformRun } from './runs.ts';

/** Most lines of what else is printed that are kept to explain a failure by. */
const mostKept = 200;

/** Ansible ends at once on Ctrl-C, its task or not; a quit does not wait for half a minute. In milliseconds. */
const graceMs = 10_000;

/** What runs of playbooks need of the app. */
export interface PerformParts {
  readonly paths: HomePaths;
  /** The engine, woken by being asked. */
  readonly engine: ReturnType<typeof engineAt>;
  readonly readShares: (signal: AbortSignal) => Promise<readonly ShareState[]>;
}

/** Runs playbooks in containers of this engine; what they do is told by the image's own callback plugin. */
export function performPlaybooks({ paths, engine, readShares }: PerformParts): PerformRun {
  return async ({ file: chosen, isCheck }, { onDoing, onPlays }, signal) => {
    const file = await readablePlaybook(chosen);
    const client = await locateClient();
    const prepared = await preparePlaybook(file, { engine, readShares, onLoading: onDoing }, signal);
    onDoing('Starting Ansible');
    const name = playbookContainer();
    const run: ContainerRun = {
      ...prepared,
      parameters: isCheck ? ['--check'] : [],
      folder: dirname(file),
      output: 'plain',
      environment: ['ANSIBLE_STDOUT_CALLBACK=slipway_events'],
    };
    let plays: readonly PlaybookPlay[] = [];
    let failed: readonly string[] = [];
    const words: string[] = [];
    const onLine = (line: string, isError: boolean) => {
      const event = isError ? undefined : readEvent(line);
      if (event === undefined) {
        words.push(line);
        if (words.length > mostKept) words.shift();
        return;
      }
      if (event.kind === 'end') failed = event.failed;
      if (plays.length === 0) onDoing('');
      plays = foldEvent(plays, event, Date.now());
      onPlays(plays);
    };
    const command = {
      program: client.docker,
      parameters: playbookCommand(name, run),
      environment: await clientEnvironment(paths, client),
      folder: dirname(file),
    };
    const code = await removingAfter(
      (onStarted) => runLines({ ...command, onStarted, onLine, graceMs, signal }),
      (ended) => ended,
      // What is left is said by the list of containers.
      (ended) => removePlaybookContainer(engine, name, ended).catch(() => undefined),
    );
    if (code !== 0 && !signal.aborted) throw explainRun(file, plays, failed, words);
  };
}
