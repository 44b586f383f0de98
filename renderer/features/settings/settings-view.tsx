import { CircleX, RotateCw } from 'lucide-react';
import { useEffect, useId } from 'react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import type { Setting } from '../../../main/contract/settings.ts';
import { askEngineTo } from '../../state/ask-engine.ts';
import { isOwn, useEngines } from '../../state/engines-store.ts';
import { readSettings, useSettings } from '../../state/settings-store.ts';
import { useShares, waitForStart } from '../../state/shares-store.ts';
import { useStatus } from '../../state/status-store.ts';
import { settingSections, waitingForStart } from '../../text/setting-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EnginesSection } from '../engines/engines-section.tsx';
import { RegistrySection } from './registry-section.tsx';
import { SettingRow } from './setting-row.tsx';
import { SharesSection } from './shares-section.tsx';
import './settings.css';

/** Every setting, edited in place. */
export function SettingsView() {
  useEffect(() => void readSettings(), []);
  return (
    <div className="view">
      <ViewHeader title="Settings" />
      <Content />
    </div>
  );
}

function Content() {
  const own = useEngines(isOwn);
  const settings = useSettings((store) => store.settings);
  switch (settings.kind) {
    case 'loading':
      return (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading the settings…
        </div>
      );
    case 'failed':
      return (
        <EmptyState
          icon={CircleX}
          tone="bad"
          title="The settings could not be read"
          actions={<Button onPress={() => void readSettings()}>Try again</Button>}
        >
          <FailureText failure={settings.failure} />
        </EmptyState>
      );
    case 'loaded':
      return (
        <>
          <Waiting settings={settings.items} />
          <div className="settings-scroll">
            <div className="settings-page">
              {settingSections(settings.items).map(([name, members]) => (
                <Section key={name} name={name} settings={members} />
              ))}
              <EnginesSection />
              {own && <RegistrySection />}
              <SharesSection />
            </div>
          </div>
        </>
      );
    default:
      return assertNever(settings);
  }
}

/** What was changed and a running engine does not have yet. */
function Waiting({ settings }: { readonly settings: readonly Setting[] }) {
  const { status, request } = useStatus();
  const startedWith = useSettings((store) => store.startedWith);
  const shares = useShares((store) => store.shares);
  const isAlive = status?.state === 'running' || status?.state === 'sleeping';
  const titles = waitingForStart(settings, startedWith).map(({ title }) => title);
  const own = useEngines(isOwn);
  const waiting = isAlive && own ? [...titles, ...(waitForStart(shares) ? ['Shared folders'] : [])] : [];
  return (
    <div role="status">
      {waiting.length > 0 && (
        <div className="settings-waiting">
          <p>
            Restart the engine for this to take effect: <span className="strong">{waiting.join(', ')}</span>
          </p>
          <Button icon={RotateCw} isBusy={request === 'restart'} onPress={() => askEngineTo('restart')}>
            Restart engine
          </Button>
        </div>
      )}
    </div>
  );
}

const appliesNotes: Readonly<Record<Setting['applies'], string>> = {
  now: '',
  'next start': 'Used from the next start of the engine on',
  'new disk': 'Used when a new data disk is made',
};

function Section({ name, settings }: { readonly name: string; readonly settings: readonly Setting[] }) {
  const id = useId();
  // Settings of a section apply alike.
  const note = settings[0] === undefined ? '' : appliesNotes[settings[0].applies];
  return (
    <section aria-labelledby={id}>
      <div className="settings-heading">
        <h2 id={id}>{name}</h2>
        {note !== '' && <span>{note}</span>}
      </div>
      <div className="settings-box">
        {settings.map((setting) => (
          <SettingRow key={setting.key} setting={setting} />
        ))}
      </div>
    </section>
  );
}
