import type { Container } from '../../../../main/contract/engine/containers.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';

/** Most names that are listed: the rest is counted. */
const mostNames = 8;

/** The names of containers that something is to be done to: the first few. */
export function ContainerNames({ containers }: { readonly containers: readonly Container[] }) {
  const more = containers.length - mostNames;
  return (
    <ul className="dialog-names" aria-label="Containers">
      {containers.slice(0, mostNames).map(({ id, name, state }) => (
        <li key={id}>
          <Untrusted text={name} />
          <span className="quiet">{state}</span>
        </li>
      ))}
      {more > 0 && <li className="quiet">and {more} more</li>}
    </ul>
  );
}
