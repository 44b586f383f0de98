import { Hammer } from 'lucide-react';
import type { Build } from '../../../main/contract/builds.ts';
import { showBuild } from '../../state/builds-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { buildMenu } from '../builds/build-menu.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** The last build of each name, and what can be done about it; `builds` with the newest first, `isReady`: the engine can be asked. */
export function buildEntries(builds: readonly Build[], isReady: boolean): readonly PaletteEntry[] {
  const last = new Map<string, Build>();
  for (const build of builds) if (!last.has(build.name)) last.set(build.name, build);
  return [...last.values()].flatMap((build) => {
    const id = `build ${build.id}`;
    const shown = visibleText(build.name);
    return [
      {
        ...{ id, title: shown, words: 'build history steps', kind: 'Build', icon: Hammer },
        onAction: () => showBuild(build.id),
      },
      ...entriesOf(id, shown, 'build', buildMenu(build, isReady).flat()),
    ];
  });
}
