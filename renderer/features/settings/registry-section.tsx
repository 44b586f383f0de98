import { useEffect, useId } from 'react';
import { usePending } from '../../state/pending.ts';
import { readRegistry, registryKey, setRegistryRunning, useRegistry } from '../../state/registry-store.ts';
import { canBeAsked, useStatus } from '../../state/status-store.ts';
import { registryText } from '../../text/registry-text.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** The registry that runs in the engine. */
export function RegistrySection() {
  const { registry, failure } = useRegistry();
  const pending = usePending((store) => store[registryKey]);
  const isReady = useStatus(canBeAsked);
  const id = useId();
  useEffect(readRegistry, []);
  const isOn = pending === undefined ? registry?.state === 'running' : pending === 'Starting…';
  const repositories = registry?.repositories ?? [];
  return (
    <section aria-labelledby={`${id}-title`}>
      <div className="settings-heading">
        <h2 id={`${id}-title`}>Local registry</h2>
      </div>
      <div className="settings-box">
        <div className="setting" data-setting="registry">
          <div className="setting-words">
            <div className="setting-title">Run a registry</div>
            <div id={`${id}-text`} className="setting-description" role="status">
              {failure !== null ? <FailureText failure={failure} /> : (pending ?? registryText(registry))}
            </div>
          </div>
          <div className="setting-control">
            <Switch
              label="Run a registry"
              describedBy={`${id}-text`}
              isOn={isOn}
              isDisabled={!isReady}
              onChange={(next) => void setRegistryRunning(next)}
            />
          </div>
        </div>
        {repositories.length > 0 && (
          <div className="setting">
            <div className="setting-words">
              <div className="setting-title">Images in it</div>
              <div className="setting-description">
                <Untrusted text={repositories.join(', ')} />
              </div>
            </div>
          </div>
        )}
      </div>
    </section>
  );
}
