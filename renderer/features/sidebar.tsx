import {
  Activity,
  Box,
  Boxes,
  Camera,
  EthernetPort,
  Hammer,
  HardDrive,
  Layers,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Search,
  Settings,
  Ship,
  SquareTerminal,
  Waypoints,
} from 'lucide-react';
import type { SnapshotProgress } from '../../main/contract/snapshots.ts';
import { isStandingStill } from '../../main/contract/status.ts';
import mark from '../brand/slipway.svg?no-inline';
import { useBuilds } from '../state/builds-store.ts';
import { isUnderWay, useCompose } from '../state/compose-store.ts';
import { type EngineStore, useEngine } from '../state/engine-store.ts';
import { isOwn, useEngines } from '../state/engines-store.ts';
import { openPalette } from '../state/palette-store.ts';
import { usePlaybooks } from '../state/playbooks-store.ts';
import { usePorts } from '../state/ports-store.ts';
import { useSnapshots } from '../state/snapshots-store.ts';
import { useStatus } from '../state/status-store.ts';
import { useTerminals } from '../state/terminals-store.ts';
import { useTransfers, viewOf } from '../state/transfers-store.ts';
import { show, useView, type View } from '../state/view-store.ts';
import { engineTitle } from '../text/engine-text.ts';
import { isMac } from '../text/is-mac.ts';
import { Spinner } from '../ui/spinner.tsx';
import { describeState } from './engine/state-text.ts';
import { EngineChoice } from './engines/engine-choice.tsx';

/** Where one can go, and at its foot how the engine is. */
export function Sidebar() {
  const containers = useEngine((store) =>
    store.containers.kind === 'loaded'
      ? store.containers.items.filter(({ state }) => state === 'running').length
      : undefined,
  );
  const images = useEngine((store) =>
    store.images.kind === 'loaded' ? store.images.items.length : undefined,
  );
  const volumes = useEngine((store) =>
    store.volumes.kind === 'loaded' ? store.volumes.items.length : undefined,
  );
  const networks = useEngine((store) =>
    store.networks.kind === 'loaded' ? store.networks.items.length : undefined,
  );
  const services = useEngine(({ swarm }) => servicesOf(swarm));
  const own = useEngines(isOwn);
  const published = usePorts((store) =>
    store.ports.kind === 'loaded' ? store.ports.items.length : undefined,
  );
  // Those of the VM are known while it is down as well, where none is no news, and are not another engine's.
  const ports = own && (published !== 0 || containers !== undefined) ? published : undefined;
  const moving = useTransfers((store) =>
    store.transfers.some(({ kind, state }) => state.kind === 'running' && viewOf(kind) === 'images'),
  );
  const isComposing = useCompose((store) => store.jobs.some(isUnderWay));
  const building = useBuilds((store) => store.own.some(({ state }) => state.kind === 'running'));
  const isPlaying = usePlaybooks((store) => store.runs.some(({ state }) => state.kind === 'running'));
  const terminals = useTerminals((store) => store.tabs.length);
  return (
    <nav className="sidebar" aria-label="Views">
      <div className="brand">
        <img src={mark} width={20} height={20} alt="" />
        <span>Slipway</span>
      </div>
      <button type="button" className="palette-opener" onClick={openPalette}>
        <Search size={13} aria-hidden />
        <span>Find</span>
        <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <NavigationItem view="containers" icon={Box} label="Containers" count={containers} unit="running" />
      <NavigationItem
        view="compose"
        icon={Boxes}
        label="Compose"
        busy={isComposing ? 'something is done to a project' : undefined}
      />
      <NavigationItem
        view="images"
        icon={Layers}
        label="Images"
        count={images}
        unit="in all"
        busy={moving ? 'images are on their way' : undefined}
      />
      <NavigationItem
        view="builds"
        icon={Hammer}
        label="Builds"
        busy={building ? 'images are being built' : undefined}
      />
      <NavigationItem
        view="ansible"
        icon={ListChecks}
        label="Ansible"
        busy={isPlaying ? 'playbooks are run' : undefined}
      />
      <NavigationItem view="volumes" icon={HardDrive} label="Volumes" count={volumes} unit="in all" />
      <NavigationItem view="networks" icon={Waypoints} label="Networks" count={networks} unit="in all" />
      <NavigationItem view="swarm" icon={Ship} label="Swarm" count={services} unit="services" />
      <NavigationItem view="ports" icon={EthernetPort} label="Ports" count={ports} unit="published" />
      <NavigationItem view="logs" icon={ScrollText} label="Logs" />
      <NavigationItem view="system" icon={Activity} label="System" />
      <NavigationItem
        view="terminal"
        icon={SquareTerminal}
        label="Terminal"
        count={terminals === 0 ? undefined : terminals}
        unit="open"
      />
      <NavigationItem view="snapshots" icon={Camera} label="Snapshots" />
      <div className="sidebar-foot">
        <NavigationItem view="settings" icon={Settings} label="Settings" />
        <div className="engine-row">
          <EngineItem />
          <EngineChoice />
        </div>
      </div>
    </nav>
  );
}

/** How many services there are; nothing is said of an engine without a Swarm. */
function servicesOf(swarm: EngineStore['swarm']): number | undefined {
  const [known] = swarm.kind === 'loaded' ? swarm.items : [];
  return known?.kind === 'manager' ? known.services.length : undefined;
}

interface NavigationItemProps {
  readonly view: View;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count?: number | undefined;
  /** What is counted, for who does not see. */
  readonly unit?: string;
  /** What is under way there. */
  readonly busy?: string | undefined;
}

function NavigationItem({ view, icon: Icon, label, count, unit, busy }: NavigationItemProps) {
  const current = useView((store) => store.place.view === view);
  return (
    <button
      type="button"
      className="navigation-item"
      title={label}
      aria-current={current ? 'page' : undefined}
      onClick={() => show(view)}
    >
      <Icon size={15} aria-hidden />
      <span>{label}</span>
      {busy !== undefined && (
        <span className="navigation-busy">
          <Spinner size={12} />
          <span className="visually-hidden">{busy}</span>
        </span>
      )}
      {count !== undefined && (
        <span className="navigation-count">
          {count}
          <span className="visually-hidden"> {unit}</span>
        </span>
      )}
    </button>
  );
}

/** What an engine stands still for. */
const workNotes: Readonly<Record<SnapshotProgress['work'], string>> = {
  create: 'Making a snapshot',
  restore: 'Restoring a snapshot',
};

function EngineItem() {
  const { status, failure } = useStatus();
  const current = useView((store) => store.place.view === 'engine');
  const work = useSnapshots((store) => store.progress?.work);
  const { short, tone, note } = describeState(status, failure);
  const other = useEngines((store) => (isOwn(store) ? undefined : store.present?.name));
  const isWorking = status !== null && isStandingStill(status) && work !== undefined;
  const ofOther = status?.state === 'running' ? note : short;
  const why = other !== undefined ? ofOther : isWorking ? workNotes[work] : note;
  return (
    <button
      type="button"
      className="navigation-item engine-item"
      aria-current={current ? 'page' : undefined}
      onClick={() => show('engine')}
    >
      <span className={`dot dot-${tone}`} aria-hidden />
      <span className="engine-item-text">
        <span className="engine-item-state">
          <span className="visually-hidden">Engine: </span>
          {other === undefined ? short : engineTitle(other)}
        </span>
        {why !== '' && <span className="engine-item-note">{why}</span>}
      </span>
    </button>
  );
}
