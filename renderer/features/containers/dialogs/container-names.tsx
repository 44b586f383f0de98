import type { Container } from '../../../../main/contract/engine/containers.ts';
import { NameList } from '../../../ui/name-list.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

/** The names of containers that something is to be done to. */
export function ContainerNames({ containers }: { readonly containers: readonly Container[] }) {
  const names = containers.map(({ id, name, state }) => ({
    key: id,
    name: <Untrusted text={name} />,
    aside: state,
  }));
  return <NameList label="Containers" names={names} />;
}
