import { CloudDownload, Hammer } from 'lucide-react';
import { beginTask } from '../../state/compose-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { ServiceAbilities } from './service-columns.tsx';
import type { ServiceRow } from './service-rows.ts';

/** What is done to a service less often. */
export function serviceMenu(
  { name, described }: ServiceRow,
  { project, isFree, hasFiles }: ServiceAbilities,
): readonly (readonly MenuEntry[])[] {
  const can = isFree && hasFiles && described !== null;
  const services = [name];
  return [
    [
      {
        ...{ title: 'Pull its image', icon: CloudDownload, isDisabled: !can || described?.image === '' },
        onAction: () => void beginTask(project, { verb: 'pull', services }),
      },
      {
        ...{ title: 'Build its image', icon: Hammer, isDisabled: !can || described?.isBuilt !== true },
        onAction: () => void beginTask(project, { verb: 'build', services }),
      },
      {
        ...{ title: 'Build and up', icon: Hammer, isDisabled: !can || described?.isBuilt !== true },
        onAction: () => void beginTask(project, { verb: 'up', services, build: true }),
      },
    ],
  ];
}
