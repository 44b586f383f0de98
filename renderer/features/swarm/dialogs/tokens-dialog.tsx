import { Copy, RefreshCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { JoinTokens } from '../../../../main/contract/engine/swarm.ts';
import { call } from '../../../bridge.ts';
import { copyText } from '../../../state/actions.ts';
import { track } from '../../../state/pending.ts';
import { useRequest } from '../../../state/use-request.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RequestState } from '../../../ui/request-state.tsx';

type Role = 'worker' | 'manager';

/** How another engine joins: asked for when it is looked at, and kept nowhere. */
export function TokensDialog({ onClose }: { readonly onClose: () => void }) {
  const ask = useCallback(() => call('swarm.tokens', {}), []);
  const { state, again } = useRequest(ask);
  return (
    <Dialog title="Join tokens" isOpen onClose={onClose} width="wide">
      <div className="dialog-stack">
        <p>
          Another engine joins with one of these. Whoever has one can join: the managers’ is as good as a key
          to the Swarm.
        </p>
        <RequestState state={state} what="the join tokens" onRetry={again}>
          {(tokens) => (
            <>
              <Token as="worker" tokens={tokens} onChanged={again} />
              <Token as="manager" tokens={tokens} onChanged={again} />
            </>
          )}
        </RequestState>
        <div className="dialog-actions">
          <Button onPress={onClose} autoFocus>
            Close
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface TokenProps {
  readonly as: Role;
  readonly tokens: JoinTokens;
  readonly onChanged: () => void;
}

function Token({ as: role, tokens, onChanged }: TokenProps) {
  const [isShown, setShown] = useState(false);
  const [manager = ''] = tokens.managers;
  const command = visibleText(`docker swarm join --token ${tokens[role]} ${manager}`);
  const rotate = async () => {
    await track(`token ${role}`, 'Changing…', async () => {
      await call('swarm.rotateToken', { role });
      return `The token for ${role}s is another one now: the one before is good for nothing.`;
    });
    onChanged();
  };
  return (
    <section className="fact-list" aria-label={`As a ${role}`}>
      <h2>{`As a ${role}`}</h2>
      <div className="swarm-token">
        {isShown ? (
          <code className="code">{command}</code>
        ) : (
          <Button onPress={() => setShown(true)}>{`Show how a ${role} joins`}</Button>
        )}
        {isShown && (
          <>
            <IconButton
              icon={Copy}
              label={`Copy how a ${role} joins`}
              onPress={() => void copyText(command, `how a ${role} joins`)}
            />
            <IconButton
              icon={RefreshCw}
              label={`Make a new token for ${role}s`}
              onPress={() => void rotate()}
            />
          </>
        )}
      </div>
    </section>
  );
}
