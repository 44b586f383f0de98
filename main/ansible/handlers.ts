import type { ansibleRequests, ansibleStreams } from '../contract/ansible.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Sources } from '../contract/streams.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';
import type { PlaybookRuns } from './runs.ts';

/** The code behind {@link ansibleRequests}; `files` are those that the page's user has chosen. */
export function ansibleHandlers(
  runs: PlaybookRuns,
  files: Pick<ChosenFiles, 'path'>,
): Handlers<typeof ansibleRequests> {
  return {
    'ansible.run': async ({ file, isCheck }) => runs.begin(files.path('read', file), isCheck),
    'ansible.again': async ({ id }) => runs.again(id),
    'ansible.cancel': async ({ id }) => runs.cancel(id),
    'ansible.dismiss': async ({ id }) => runs.dismiss(id),
  };
}

/** The code behind {@link ansibleStreams}. */
export function ansibleSources(runs: PlaybookRuns): Sources<typeof ansibleStreams> {
  return { 'ansible.follow': (_, signal) => runs.follow(signal) };
}
