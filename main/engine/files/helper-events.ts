import type { EngineEvent } from '../../contract/engine/system.ts';
import { isHelper } from './helper-labels.ts';

/**
 * Tells which events are about helpers; it is to be given each event in turn. A network or volume that a helper joins or leaves
 * says so without the helper's labels: these are told by what went before, as a container is made first.
 */
export function tellHelperEvents(): (
  event: Pick<EngineEvent, 'type' | 'action' | 'id' | 'attributes'>,
) => boolean {
  const helpers = new Set<string>();
  return ({ type, action, id, attributes }) => {
    if (type !== 'container') return helpers.has(attributes.container ?? '');
    if (!isHelper(attributes)) return false;
    if (action === 'destroy') helpers.delete(id);
    else helpers.add(id);
    return true;
  };
}
