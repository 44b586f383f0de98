import { useCallback } from 'react';
import { call } from '../../bridge.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { always, EngineGate } from '../engine-gate.tsx';

/** What the engine tells of itself. */
export function EngineTab() {
  return (
    <EngineGate list={always} what="engine’s own words">
      {() => <Info />}
    </EngineGate>
  );
}

function Info() {
  const running = useStatus(isRunning);
  const ask = useCallback(() => call('system.info', {}), []);
  const { state, again } = useRequest(ask, String(running));
  return (
    <RequestState state={state} what="what the engine is" onRetry={again}>
      {({ sections, warnings }) => (
        <ScrollArea label="About the engine">
          {warnings.length > 0 && (
            <ul className="problem engine-warnings" aria-label="Warnings of the engine">
              {warnings.map((warning) => (
                <li key={warning}>{visibleText(warning)}</li>
              ))}
            </ul>
          )}
          {sections.map(({ title, facts }) => (
            <Facts
              key={title}
              title={title}
              facts={facts.map(({ name, value }) => ({ name: visibleText(name), value: visibleText(value) }))}
            />
          ))}
        </ScrollArea>
      )}
    </RequestState>
  );
}
