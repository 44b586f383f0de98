import type { ImageDetails } from '../../../main/contract/engine/image-details.ts';
import { formatSize, formatTime } from '../../../main/contract/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { goTo } from '../../state/view-store.ts';
import { commandLine } from '../../text/command-line.ts';
import { visibleText } from '../../text/visible-text.ts';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** What an image is, what a container of it runs, and who uses it. */
export function OverviewTab({ details }: { readonly details: ImageDetails }) {
  return (
    <ScrollArea label="About the image">
      <Facts title="The image" facts={imageFacts(details)} />
      <Facts title="What it runs" facts={programFacts(details)} />
      <UsedBy id={details.id} />
      <Facts title="Environment" facts={details.environment.map(variable)} />
      <Facts
        title="Labels"
        facts={Object.entries(details.labels).map(([name, value]) => ({
          name: visibleText(name),
          value: shownValue(value),
        }))}
      />
    </ScrollArea>
  );
}

function UsedBy({ id }: { readonly id: string }) {
  const containers = useEngine((store) => store.containers);
  const users = containers.kind === 'loaded' ? containers.items.filter(({ imageId }) => imageId === id) : [];
  return (
    <Facts
      title="Used by"
      facts={users.map((user) => ({
        name: user.id.slice(0, 12),
        value: (
          <button
            type="button"
            className="row-link"
            onClick={() =>
              goTo({ view: 'containers', page: { kind: 'container', id: user.id, tab: 'overview' } })
            }
          >
            <Untrusted text={`${user.name}, ${user.state}`} />
          </button>
        ),
      }))}
    />
  );
}

function imageFacts(details: ImageDetails): readonly Fact[] {
  const { createdAt, taggedAt } = details;
  return [
    { name: 'Names', value: lines(details.tags) },
    { name: 'Size', value: `${formatSize(details.size)} in ${details.layers.length} layers` },
    { name: 'Made', value: createdAt && formatTime(createdAt) },
    { name: 'Named here', value: taggedAt && formatTime(taggedAt) },
    { name: 'Platform', value: visibleText(details.platform) },
    { name: 'Author', value: visibleText(details.author) },
    { name: 'Comment', value: visibleText(details.comment) },
    { name: 'Id', value: <code>{visibleText(details.id)}</code> },
    { name: 'Registry digests', value: lines(details.digests) },
  ];
}

function programFacts(details: ImageDetails): readonly Fact[] {
  return [
    { name: 'Entrypoint', value: asCode(details.entrypoint) },
    { name: 'Command', value: asCode(details.command) },
    { name: 'Working folder', value: visibleText(details.workingFolder) },
    { name: 'User', value: visibleText(details.user) },
    { name: 'Ports', value: visibleText(details.ports.join(', ')) },
    { name: 'Volumes', value: lines(details.volumes) },
    { name: 'Stop signal', value: visibleText(details.stopSignal) },
    { name: 'Health check', value: asCode(details.healthCheck) },
  ];
}

function lines(texts: readonly string[]) {
  if (texts.length === 0) return null;
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>
          <code>{visibleText(text)}</code>
        </li>
      ))}
    </ul>
  );
}

function asCode(words: readonly string[]) {
  return words.length === 0 ? null : <code>{visibleText(commandLine(words))}</code>;
}

function variable(text: string): Fact {
  const at = text.indexOf('=');
  const [name, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  return { name: visibleText(name), value: shownValue(value) };
}

function shownValue(value: string): string {
  return value === '' ? '(empty)' : visibleText(value);
}
