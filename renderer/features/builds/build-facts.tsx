import type { Build } from '../../../main/contract/builds.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';

/** What a build was made with, and what it has made. */
export function BuildFacts({ build }: { readonly build: Build }) {
  const { description, state, startedAt, endedAt, ref } = build;
  return (
    <ScrollArea label="About the build">
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
              { name: 'Dockerfile', value: visibleText(description.dockerfile) },
              { name: 'Stage', value: visibleText(description.target) },
              { name: 'Platform', value: visibleText(description.platform) },
              { name: 'Names', value: visibleText(description.tags.join(' ')) },
              { name: 'Cache', value: description.isWithoutCache && 'not used' },
              { name: 'Base images', value: description.isPulling && 'asked for anew' },
              {
                name: 'Secrets',
                value: description.secrets
                  .map(({ id, from }) => `${visibleText(id)} (${from === 'file' ? 'a file' : 'a text'})`)
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
    </ScrollArea>
  );
}

function Code({ text }: { readonly text: string }) {
  return <code>{visibleText(text)}</code>;
}
