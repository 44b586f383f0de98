import { Eraser, Timer, WrapText } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isRunning, useStatus } from '../../../state/status-store.ts';
import { IconButton } from '../../../ui/button.tsx';
import { IconToggle } from '../../../ui/toggle-button.tsx';
import { changeQuery, renewLog, useLogChoices, useLogQuery } from '../session/choices.ts';
import { type LogRange, parametersOf, sourcesOf } from '../session/log-range.ts';
import { noFilter } from '../session/origin-filter.ts';
import { saveLog } from '../session/saving.ts';
import { type LogScope, useLogSession } from '../session/sessions.ts';
import type { LogLine } from '../store/log-store.ts';
import { LogEmpty } from './log-empty.tsx';
import { LogLines, type LogLinesHandle } from './log-lines.tsx';
import { LogStatus } from './log-status.tsx';
import { LogTroubles } from './log-troubles.tsx';
import { OriginChoice } from './origin-choice.tsx';
import { RangeChoice, rangeTitle } from './range-choice.tsx';
import { SaveMenu } from './save-menu.tsx';
import { LogSearch } from './search-field.tsx';
import { useSearch } from './use-search.ts';
import { WholeLineDialog } from './whole-line.tsx';
import '../logs.css';

interface LogPanelProps {
  readonly scope: LogScope;
  /** Untrusted: what a saved file is called after. */
  readonly name: string;
  /** It was removed: no more will come. */
  readonly isGone?: boolean;
  /** Where one chooses what is shown, instead of beside the search. */
  readonly header?: (choices: ReactNode) => ReactNode;
}

/** A log: what is written now and what was before, searchable, of one container, of a service's tasks or of all containers. */
export function LogPanel({ scope, name, isGone = false, header }: LogPanelProps) {
  const { range, wraps, withTimes } = useLogChoices();
  const query = useLogQuery(scope);
  const session = useLogSession(scope, range, query.renewal);
  const search = useSearch(session, query.text, query.onlyFound);
  const running = useStatus(isRunning);
  const [opened, setOpened] = useState<LogLine | null>(null);
  const lines = useRef<LogLinesHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => session.setFilter(query.filter), [session, query.filter]);
  useFindKey(() => field.current?.select());

  const step = (direction: 1 | -1) => {
    const line = search.step(direction, lines.current?.topLine() ?? session.store.end);
    if (line !== undefined) lines.current?.show(line);
  };
  const save = (what: 'all' | 'range') => {
    const { tail, since } = parametersOf(scope, range, Date.now());
    void saveLog(saveName(name, query.filter.projects, query.filter.containers), {
      sources: sourcesOf(scope, query.filter, session.containers),
      withTimes,
      ...(what === 'all' ? {} : { tail, since }),
    });
  };
  const isOfMany = scope.kind !== 'container';
  const hasLines = session.store.end > session.store.first;
  const container = opened === null ? undefined : session.containers[opened.container];

  const choices = (
    <>
      {(scope.kind === 'all' || scope.kind === 'project') && (
        <OriginChoice
          containers={session.containers}
          filter={query.filter}
          onChange={(filter) => changeQuery(scope, { filter })}
        />
      )}
      <RangeChoice range={range} onChange={setRange} />
      <SaveMenu range={range.kind === 'all' ? null : rangeTitle(range)} onSave={save} />
    </>
  );

  return (
    <section className="log-panel" aria-label="Log">
      {header?.(choices)}
      <div className="log-bar">
        <LogSearch
          ref={field}
          text={query.text}
          onChange={(text) => changeQuery(scope, { text })}
          problem={search.problem}
          phase={session.searcher.phase}
          found={search.found}
          at={search.at}
          onlyFound={query.onlyFound}
          onOnlyFound={(onlyFound) => changeQuery(scope, { onlyFound })}
          onStep={step}
          onFocus={() => session.searcher.warm()}
          onLeave={() => lines.current?.focus()}
        />
        <span className="log-bar-icons">
          <IconToggle
            icon={Timer}
            label="Times"
            isOn={withTimes}
            onChange={(next) => useLogChoices.setState({ withTimes: next })}
          />
          <IconToggle
            icon={WrapText}
            label="Wrap long lines"
            isOn={wraps}
            onChange={(next) => useLogChoices.setState({ wraps: next })}
          />
          <IconButton
            icon={Eraser}
            label="Clear the view"
            isDisabled={!hasLines}
            onPress={() => session.clear(Date.now())}
          />
        </span>
        {header === undefined && choices}
      </div>
      <LogTroubles session={session} isGone={isGone} isOfAll={isOfMany} />
      {session.shown.end > session.shown.first ? (
        <LogLines
          ref={lines}
          session={session}
          wraps={wraps}
          withTimes={withTimes}
          withOrigins={isOfMany}
          expression={search.expression}
          current={search.current}
          onOpen={setOpened}
        />
      ) : (
        <LogEmpty
          session={session}
          scope={scope}
          range={range}
          running={running}
          isSearching={session.onlyFound && session.searcher.phase === 'searching'}
          onEverything={() => setRange({ kind: 'all' })}
          onRenew={() => renewLog(scope)}
          onShowAll={() => changeQuery(scope, { text: '', onlyFound: false, filter: noFilter })}
        />
      )}
      {hasLines && <LogStatus session={session} onRenew={() => renewLog(scope)} />}
      {opened !== null && container !== undefined && (
        <WholeLineDialog
          line={opened}
          container={container.id}
          isTask={scope.kind === 'service'}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}

function setRange(range: LogRange): void {
  useLogChoices.setState({ range });
}

function saveName(name: string, projects: ReadonlySet<string>, containers: ReadonlySet<string>): string {
  const chosen = [...projects, ...containers];
  return chosen.length === 1 ? (chosen[0] ?? name) : name;
}

/** Ctrl or Cmd and F, wherever the focus is. */
function useFindKey(find: () => void): void {
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}
