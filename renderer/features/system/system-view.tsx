import { replacePlace, type SystemTab } from '../../state/view-store.ts';
import { type PageTab, PageTabs } from '../../ui/page-tabs.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { OwnEngineOnly } from '../engines/own-engine-only.tsx';
import { DiskTab } from './disk-tab.tsx';
import { EngineTab } from './engine-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { SlipwayTab } from './slipway-tab.tsx';
import './system.css';

const tabs: readonly PageTab<SystemTab>[] = [
  { id: 'disk', title: 'Disk', content: () => <DiskTab /> },
  { id: 'events', title: 'Events', content: () => <EventsTab /> },
  { id: 'engine', title: 'Engine', content: () => <EngineTab /> },
  { id: 'slipway', title: 'Slipway itself', content: () => <OwnSlipwayTab /> },
];

function OwnSlipwayTab() {
  return (
    <OwnEngineOnly what="Disk and memory" why="What it holds is on the machine that it runs on.">
      <SlipwayTab />
    </OwnEngineOnly>
  );
}

/** The engine as a whole: what takes room in it, what happens, what it is, and what Slipway holds of this machine. */
export function SystemView({ tab }: { readonly tab: SystemTab }) {
  return (
    <div className="view">
      <ViewHeader title="System" />
      <PageTabs
        label="About the engine"
        tabs={tabs}
        chosen={tab}
        onChoose={(next) => replacePlace({ view: 'system', page: { kind: 'system', tab: next } })}
      />
    </div>
  );
}
