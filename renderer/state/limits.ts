import { create } from 'zustand';
import type { UpdateParameters } from '../../main/contract/engine/container-update.ts';
import type { Container } from '../../main/contract/engine/containers.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { notify } from './notices.ts';

/** How often limits were changed here, by the container's id: the containers' list says nothing of it. */
export const useLimitChanges = create<Readonly<Record<string, number>>>(() => ({}));

/** Changes limits of a container as it is, and says what the engine has to say to it. Rejects when it could not be done. */
export async function changeLimits(
  { id, name }: Pick<Container, 'id' | 'name'>,
  update: Omit<UpdateParameters, 'id'>,
): Promise<void> {
  const { warnings } = await call('container.update', { id, ...update });
  useLimitChanges.setState((changes) => ({ [id]: (changes[id] ?? 0) + 1 }));
  const said = warnings.map((warning) => ` ${visibleText(warning)}`).join('');
  notify({ kind: 'done', text: `Changed the limits of ${visibleText(name)}.${said}` });
}
