import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { ListedEngine } from '../../../main/contract/engines.ts';
import { ownEngine } from '../../../main/contract/own-engine.ts';
import { openDialog } from '../../state/dialogs.ts';
import { readEngines, removeEngine, testEngine, useEngines, workOn } from '../../state/engines-store.ts';
import { engineTitle, originWords } from '../../text/engine-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { EngineTestText } from './engine-test-text.tsx';
import './engines.css';

/** The engines that the window and `slipway docker` can work on. */
export function EnginesSection() {
  const { list, problem } = useEngines();
  const id = useId();
  useEffect(readEngines, []);
  return (
    <section aria-labelledby={id}>
      <div className="settings-heading">
        <h2 id={id}>Engines</h2>
        <span>One is worked on, by the window and by slipway docker</span>
      </div>
      <div className="settings-box">
        {list.kind === 'failed' && (
          <div className="setting">
            <FailureText failure={list.failure} />
          </div>
        )}
        {list.kind === 'loaded' &&
          list.items.map((engine) => <EngineRow key={engine.name} engine={engine} />)}
        {problem !== null && (
          <div className="setting">
            <FailureText failure={problem} />
          </div>
        )}
        <div className="setting">
          <p className="setting-description setting-words">
            Another machine’s by SSH or TLS, or another one of this computer. What is added or chosen here is
            so for the command line, too.
          </p>
          <div className="setting-control">
            <Button icon={Plus} onPress={() => openDialog({ kind: 'add-engine' })}>
              Add an engine…
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}

function EngineRow({ engine }: { readonly engine: ListedEngine }) {
  const { name, endpoint, tls, origin, problem } = engine;
  const present = useEngines((store) => store.present?.name ?? ownEngine);
  const turning = useEngines((store) => store.turning);
  const test = useEngines((store) => store.tests.get(name));
  const isPresent = name === present;
  return (
    <div className="setting">
      <div className="setting-words">
        <div className="setting-title">
          <Untrusted text={engineTitle(name)} />
        </div>
        {origin !== 'slipway' && (
          <code className="setting-description engine-endpoint">
            <Untrusted text={endpoint} />
          </code>
        )}
        <div className="setting-description">
          {originWords[origin]}
          {tls === null ? '' : ', by TLS'}
        </div>
        <div className="setting-description" role="status">
          {problem !== null ? <FailureText failure={problem} /> : test && <EngineTestText test={test} />}
        </div>
      </div>
      {origin === 'added' && (
        <div className="setting-reset">
          <IconButton icon={Trash2} label={`Forget ${name}`} onPress={() => void removeEngine(name)} />
        </div>
      )}
      <div className="setting-control engine-buttons">
        <Button
          isBusy={test === 'testing'}
          isDisabled={problem !== null}
          aria-label={`Test ${engineTitle(name)}`}
          onPress={() => void testEngine(name)}
        >
          Test
        </Button>
        {isPresent ? (
          <span className="engine-in-use">In use</span>
        ) : (
          <Button
            isBusy={turning === name}
            isDisabled={problem !== null || turning !== null}
            aria-label={`Use ${engineTitle(name)}`}
            onPress={() => void workOn(name)}
          >
            Use
          </Button>
        )}
      </div>
    </div>
  );
}
