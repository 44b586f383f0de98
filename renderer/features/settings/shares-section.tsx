import { FolderPlus, Trash2 } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { ShareState } from '../../../main/contract/shares.ts';
import { isOwn, useEngines } from '../../state/engines-store.ts';
import { readShares, setReadOnly, shareFolder, unshareFolder, useShares } from '../../state/shares-store.ts';
import { isAsleep, isRunning, useStatus } from '../../state/status-store.ts';
import { shareText, type VmPresence } from '../../text/share-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** The folders of this computer that containers can see. */
export function SharesSection() {
  const shares = useShares((store) => store.shares);
  const running = useStatus(isRunning);
  const asleep = useStatus(isAsleep);
  const id = useId();
  useEffect(readShares, []);
  const own = useEngines(isOwn);
  const vm = !own ? 'none' : running ? 'awake' : asleep ? 'asleep' : 'none';
  return (
    <section aria-labelledby={id}>
      <div className="settings-heading">
        <h2 id={id}>Shared folders</h2>
        <span>Used from the next start of the engine on</span>
      </div>
      <div className="settings-box">
        {shares.kind === 'failed' && (
          <div className="setting">
            <FailureText failure={shares.failure} />
          </div>
        )}
        {shares.kind === 'loaded' &&
          shares.items.map((share) => (
            <ShareRow key={`${share.path} ${share.isWanted}`} share={share} vm={vm} />
          ))}
        <div className="setting">
          <p className="setting-description setting-words">
            Containers use a shared folder under its own path: <code>-v "$PWD":/app</code>. What they write
            there is yours.
          </p>
          <div className="setting-control">
            <Button icon={FolderPlus} onPress={() => void shareFolder()}>
              Share a folder…
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}

function ShareRow({ share, vm }: { readonly share: ShareState; readonly vm: VmPresence }) {
  const { path, readOnly, isWanted, problem } = share;
  const id = useId();
  return (
    <div className="setting">
      <div className="setting-words">
        <div className="setting-title">
          <Untrusted text={path} />
        </div>
        <div id={`${id}-text`} className="setting-description">
          {problem === null ? shareText(share, vm) : <FailureText failure={problem} />}
        </div>
      </div>
      {isWanted && (
        <>
          <div className="setting-reset">
            <IconButton
              icon={Trash2}
              label={`Share ${path} no longer`}
              onPress={() => void unshareFolder(path)}
            />
          </div>
          <div className="setting-control share-control">
            <span aria-hidden>Writable</span>
            <Switch
              isOn={!readOnly}
              onChange={(isOn) => void setReadOnly(path, !isOn)}
              label={`Containers can write to ${path}`}
              describedBy={`${id}-text`}
            />
          </div>
        </>
      )}
    </div>
  );
}
