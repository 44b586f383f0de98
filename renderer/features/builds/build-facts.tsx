import { useCallback } from 'react';
import type { Build } from '../../../main/contract/builds.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { useEngineRequest } from '../../state/use-engine-request.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { KeptFacts } from './kept-facts.tsx';
import { MissingNote } from './missing-note.tsx';

const fromWords = { file: ' (a file)', text: ' (a text)', unknown: '' } as const;

/** What a build was made with, and what it has made. */
export function BuildFacts({ build }: { readonly build: Build }) {
  const isAsked = build.kept === null && build.ref !== null && build.state.kind !== 'running';
  return (
    <ScrollArea label="About the build" className="build-facts-area">
      {isAsked ? <AskedFacts key={build.id} build={build} /> : <AllFacts build={build} />}
    </ScrollArea>
  );
}

/** Of a build of this window BuildKit is asked once somebody looks here. */
function AskedFacts({ build }: { readonly build: Build }) {
  const { id } = build;
  const ask = useCallback(() => call('builds.details', { id }), [id]);
  const { state } = useEngineRequest(ask);
  const running = useStatus(isRunning);
  return (
    <>
      {state.kind === 'failed' &&
        (running || state.failure.code !== 'engine-unreachable' ? (
          <Problem failure={state.failure} isGrave={false} />
        ) : (
          <p className="quiet">What BuildKit keeps of it shows once the engine runs.</p>
        ))}
      <AllFacts build={state.kind === 'loaded' ? { ...build, kept: state.value.kept } : build} />
    </>
  );
}

function AllFacts({ build }: { readonly build: Build }) {
  const { description, kept, state, startedAt, endedAt, ref } = build;
  return (
    <>
      <MissingNote kept={kept} />
      <Facts
        title="Build"
        facts={[
          { name: 'Begun', value: formatTime(startedAt) },
          { name: 'Ended', value: endedAt === null ? '' : formatTime(endedAt) },
          {
            name: 'Image',
            value: state.kind === 'done' && state.image !== null && <Code text={state.image} />,
          },
          { name: 'BuildKit calls it', value: ref !== null && <Code text={ref} /> },
        ]}
      />
      {description !== null && (
        <>
          <Facts
            title="Made with"
            facts={[
              { name: 'Folder', value: visibleText(description.folder) },
              { name: 'Repository', value: kept !== null && visibleText(kept.repository) },
              { name: 'Commit', value: kept !== null && kept.commit !== '' && <Code text={kept.commit} /> },
              { name: 'Dockerfile', value: visibleText(description.dockerfile) },
              { name: 'Stage', value: visibleText(description.target) },
              {
                name: 'Platform',
                value: visibleText(description.platform || (kept?.platforms.join(', ') ?? '')),
              },
              { name: 'Names', value: visibleText(description.tags.join(' ')) },
              { name: 'Cache', value: description.isWithoutCache && 'not used' },
              { name: 'Base images', value: description.isPulling && 'asked for anew' },
              {
                name: 'Secrets',
                value: description.secrets
                  .map(({ id, from }) => `${visibleText(id)}${fromWords[from ?? 'unknown']}`)
                  .join(', '),
              },
            ]}
          />
          <Facts
            title="Arguments"
            facts={description.arguments.map(({ name, value }) => ({
              name: visibleText(name),
              value: <Code text={value === '' ? '(empty)' : value} />,
            }))}
          />
        </>
      )}
      {kept !== null && <KeptFacts kept={kept} />}
    </>
  );
}

function Code({ text }: { readonly text: string }) {
  return <code>{visibleText(text)}</code>;
}
