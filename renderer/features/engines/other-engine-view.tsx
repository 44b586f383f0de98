import { PlugZap } from 'lucide-react';
import { ownEngine } from '../../../main/contract/own-engine.ts';
import { testEngine, useEngines, workOn } from '../../state/engines-store.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { show } from '../../state/view-store.ts';
import { engineTitle } from '../../text/engine-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import '../engine/engine.css';
import { EngineTestText } from './engine-test-text.tsx';

/** How an engine is that Slipway does not run: it is not started or stopped from here. */
export function OtherEngineView() {
  const present = useEngines((store) => store.present);
  const turning = useEngines((store) => store.turning);
  const test = useEngines((store) => store.tests.get(present?.name ?? ''));
  const status = useStatus((store) => store.status);
  const answers = useStatus(isRunning);
  if (present === null) return null;
  const name = engineTitle(present.name);
  return (
    <div className="view">
      <ViewHeader title="Engine">
        <Button onPress={() => show('settings')}>All engines</Button>
      </ViewHeader>
      <div className="engine-scroll">
        <div className="engine-page">
          <div className="engine-heading">
            {answers ? (
              <span className="dot dot-large dot-good" aria-hidden />
            ) : (
              <span className="engine-mark engine-mark-busy">
                <Spinner size={18} />
              </span>
            )}
            <div className="engine-heading-text" role="status">
              <h2>{answers ? `${name} answers` : `Connecting to ${name}`}</h2>
              <p className="quiet">
                {answers ? 'Slipway neither starts nor stops it.' : 'It is tried again every few seconds.'}
              </p>
            </div>
            <Button icon={PlugZap} isBusy={test === 'testing'} onPress={() => void testEngine(present.name)}>
              Test
            </Button>
            <Button isBusy={turning === ownEngine} onPress={() => void workOn(ownEngine)}>
              Use Slipway’s own engine
            </Button>
          </div>
          {status?.problems.map((problem) => (
            <Problem key={problem.message} failure={problem} isGrave />
          ))}
          <Facts
            title="About it"
            facts={[
              { name: 'Endpoint', value: <code>{visibleText(present.endpoint)}</code> },
              {
                name: 'Docker',
                value:
                  status?.engine &&
                  `${visibleText(status.engine.version)} (API ${visibleText(status.engine.apiVersion)})`,
              },
              { name: 'Test', value: test && <EngineTestText test={test} /> },
            ]}
          />
        </div>
      </div>
    </div>
  );
}
