import { ArrowUpCircle, Pencil } from 'lucide-react';
import type { ContainerDetails } from '../../../main/contract/engine/container-details.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { formatByteSize } from '../../text/byte-size.ts';
import { commandLine } from '../../text/command-line.ts';
import { newerImage } from '../../text/newer-image.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { DomainLinks } from '../ports/domain-link.tsx';
import { PortLinks } from '../ports/port-links.tsx';
import { restartText } from '../run/restart-words.ts';
import { HealthFacts } from './health-facts.tsx';

interface OverviewTabProps {
  readonly container: Container;
  readonly details: ContainerDetails;
}

/** What a container is, how it is, and what it was given. */
export function OverviewTab({ container, details }: OverviewTabProps) {
  return (
    <ScrollArea label="About the container">
      <Facts title="Now" facts={stateFacts(details)} />
      {details.health && <HealthFacts health={details.health} />}
      <Facts
        title="What it runs"
        facts={[
          { name: 'Image', value: <ImageValue details={details} container={container} /> },
          ...programFacts(details),
        ]}
      />
      <Facts
        title="Networks"
        facts={details.networks.map((network) => ({
          name: visibleText(network.name),
          value:
            [network.address, network.address6, ...network.aliases]
              .filter(Boolean)
              .map(visibleText)
              .join(', ') || 'no address while it does not run',
        }))}
      />
      <Facts
        title="Mounts"
        facts={details.mounts.map(({ kind, source, target, readOnly }) => ({
          name: visibleText(target),
          value: `${kind}${source === '' ? '' : ` ${visibleText(source)}`}${readOnly ? ', read-only' : ''}`,
        }))}
      />
      <Facts
        title="Limits"
        facts={limitFacts(details)}
        action={
          <IconButton
            icon={Pencil}
            label="Change the limits"
            onPress={() => openDialog({ kind: 'limits', container })}
          />
        }
      />
      <Facts title="Environment" facts={details.environment.map(asFact)} />
      <Facts title="Labels" facts={details.labels.map(asFact)} />
    </ScrollArea>
  );
}

/** The name of its image, and whether another image has that name now. */
function ImageValue({ details, container }: Pick<OverviewTabProps, 'details' | 'container'>) {
  const images = useEngine((store) => store.images);
  const newer =
    images.kind === 'loaded' ? newerImage(details.image, details.imageId, images.items) : undefined;
  if (newer === undefined) return visibleText(details.image);
  return (
    <>
      {visibleText(details.image)} <span className="quiet">of before: a newer one of this name is here</span>{' '}
      <Button icon={ArrowUpCircle} onPress={() => openDialog({ kind: 'recreate', container })}>
        Recreate with it
      </Button>
    </>
  );
}

function asFact({ name, value }: { readonly name: string; readonly value: string }): Fact {
  return { name: visibleText(name), value: value === '' ? '(empty)' : visibleText(value) };
}

function stateFacts(details: ContainerDetails): readonly Fact[] {
  const { state, startedAt, ended, error, restarts, createdAt } = details;
  const isAlive = state === 'running' || state === 'paused' || state === 'restarting';
  return [
    { name: 'State', value: state },
    { name: 'Started', value: startedAt && formatTime(startedAt) },
    {
      name: isAlive ? 'Ended before' : 'Ended',
      value:
        ended &&
        `${formatTime(ended.at)}, exit code ${ended.exitCode}${ended.outOfMemory ? ', killed for memory' : ''}`,
    },
    { name: 'Error', value: error && <span className="state-failed">{visibleText(error)}</span> },
    { name: 'Restarts', value: restarts > 0 ? String(restarts) : '' },
    { name: 'Created', value: formatTime(createdAt) },
    {
      name: 'Ports',
      value: details.ports.length > 0 ? <PortLinks ports={details.ports} isOpen={isAlive} /> : 'none',
    },
    { name: 'Addresses', value: state === 'running' && <DomainLinks containerId={details.id} /> },
  ];
}

function programFacts(details: ContainerDetails): readonly Fact[] {
  return [
    { name: 'Entrypoint', value: asCode(details.entrypoint) },
    { name: 'Command', value: asCode(details.command) },
    { name: 'Working folder', value: visibleText(details.workingFolder) },
    { name: 'User', value: visibleText(details.user) },
    { name: 'Host name', value: visibleText(details.hostname) },
    { name: 'Removed when done', value: details.removeWhenDone ? 'yes' : '' },
    { name: 'Privileged', value: details.isPrivileged ? 'yes: it can do to the VM whatever root can' : '' },
    { name: 'Platform', value: visibleText(details.platform) },
    { name: 'Id', value: <code>{details.id}</code> },
  ];
}

function asCode(words: readonly string[]) {
  return words.length === 0 ? null : <code>{visibleText(commandLine(words))}</code>;
}

function limitFacts({ limits, restartPolicy }: ContainerDetails): readonly Fact[] {
  const { memoryBytes, cpus, processes } = limits;
  return [
    { name: 'Memory', value: memoryBytes ? formatByteSize(memoryBytes) : 'no limit' },
    { name: 'Processors', value: cpus ? String(cpus) : 'no limit' },
    { name: 'Processes', value: processes ? String(processes) : 'no limit' },
    { name: 'Start again', value: visibleText(restartText(restartPolicy)) },
  ];
}
