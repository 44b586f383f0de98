import { assertNever } from '../contract/assert-never.ts';
import type { ComposeProject, ComposeTask } from '../contract/compose.ts';

/** What names a project to Compose: its files, or its name alone, by which it finds containers that there are. */
export type Named =
  | Pick<ComposeProject, 'name' | 'files' | 'folder' | 'profiles'>
  | { readonly name: string; readonly files?: undefined };

/** Verbs that concern whatever of the project there is, profiles or not. */
const onAll: readonly ComposeTask['verb'][] = ['down', 'stop', 'restart'];

/** Whether Compose can do this without the project's files. */
export function needsFiles({ verb }: Pick<ComposeTask, 'verb'>): boolean {
  return !['down', 'start', 'stop', 'restart'].includes(verb);
}

/** Parameters of `docker` that do a task. `*` stands for all profiles. */
export function taskParameters(project: Named, task: ComposeTask): readonly string[] {
  const profiles = project.files === undefined ? [] : onAll.includes(task.verb) ? ['*'] : project.profiles;
  return [...projectParameters(project, profiles), ...verbParameters(task)];
}

/** Parameters that have Compose read a project's files. `draft`: the place of the file that it is given to read instead. */
export function configParameters(
  project: Pick<ComposeProject, 'name' | 'files' | 'folder' | 'profiles'>,
  form: 'json' | 'yaml',
  draft?: number,
): readonly string[] {
  const files = project.files.map((file, index) => (index === draft ? '-' : file));
  // Everything for the picture; what is switched on for the reader.
  const profiles = form === 'json' ? ['*'] : project.profiles;
  return [...projectParameters({ ...project, files }, profiles), 'config', '--format', form];
}

function projectParameters(project: Named, profiles: readonly string[]): readonly string[] {
  return [
    ...['compose', '--ansi', 'never', '--progress', 'json', '--project-name', project.name],
    ...(project.files === undefined ? [] : ['--project-directory', project.folder]),
    ...(project.files ?? []).flatMap((file) => ['--file', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
  ];
}

function verbParameters(task: ComposeTask): readonly string[] {
  switch (task.verb) {
    case 'up':
      return ['up', '--detach', ...(task.build ? ['--build'] : []), ...ending(task.services)];
    case 'down':
      return ['down', ...(task.volumes ? ['--volumes'] : [])];
    case 'start':
    case 'stop':
    case 'restart':
    case 'pull':
    case 'build':
      return [task.verb, ...ending(task.services)];
    case 'scale':
      return ['scale', `${task.service}=${task.replicas}`];
    case 'watch':
      return ['watch'];
    default:
      return assertNever(task);
  }
}

/** Names after `--`: none of them can be an option. */
function ending(services: readonly string[]): readonly string[] {
  return services.length === 0 ? [] : ['--', ...services];
}
