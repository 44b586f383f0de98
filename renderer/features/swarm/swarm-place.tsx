import type { ObjectPage } from '../../state/view-store.ts';
import { NodePage } from './node-page.tsx';
import { ServicePage } from './service-page.tsx';
import { SwarmView } from './swarm-view.tsx';
import { useFollowSwarm } from './use-swarm.ts';
import './swarm.css';

/** The Swarm, or the page of one of its services or nodes. */
export function SwarmPlace({ page }: { readonly page: ObjectPage | undefined }) {
  useFollowSwarm();
  switch (page?.kind) {
    case 'service':
      return <ServicePage key={page.id} id={page.id} tab={page.tab} />;
    case 'node':
      return <NodePage key={page.id} id={page.id} />;
    default:
      return <SwarmView tab={page?.kind === 'swarm' ? page.tab : 'services'} />;
  }
}
