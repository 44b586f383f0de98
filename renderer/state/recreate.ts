import type { Container } from '../../main/contract/engine/containers.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { track } from './pending.ts';

/** The two containers of an exchange. */
interface Pair {
  readonly next: Pick<Container, 'id' | 'name'>;
  readonly old: Pick<Container, 'name'>;
}

/** Gives the old one its place again, and says what came of it. */
export async function goBackTo({ next, old }: Pair): Promise<void> {
  await track(next.id, 'Going back…', async () => {
    await call('recreate.goBack', { id: next.id });
    return `${visibleText(old.name.replace(/-before-[\d-]+$/, ''))} is as it was before.`;
  });
}

/** Removes the old one, and says what came of it. */
export async function keepNew({ next, old }: Pair): Promise<void> {
  await track(next.id, 'Removing the old one…', async () => {
    await call('recreate.keep', { id: next.id });
    return `Removed ${visibleText(old.name)}. Its volumes stay.`;
  });
}
