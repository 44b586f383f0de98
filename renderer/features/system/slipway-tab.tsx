import { HardDriveDownload } from 'lucide-react';
import { useCallback } from 'react';
import type { DiskUsage } from '../../../main/contract/disk.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { compactDisk, compactKey } from '../../state/compact-disk.ts';
import { usePending } from '../../state/pending.ts';
import { useStatus } from '../../state/status-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { show } from '../../state/view-store.ts';
import { formatMemory } from '../../text/format.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { MemoryUseText } from '../engine/memory-use.tsx';

/** What Slipway itself holds of this machine: the disk's file, what is kept beside it, and the VM's memory. */
export function SlipwayTab() {
  const status = useStatus((store) => store.status);
  const isCompacting = usePending((store) => store[compactKey] !== undefined);
  const ask = useCallback(() => call('disk.usage', {}), []);
  const { state, again } = useRequest(ask, `${status?.state} ${isCompacting}`);
  const isRunning = status?.state === 'running';
  return (
    <RequestState state={state} what="what Slipway holds" onRetry={again}>
      {(usage) => (
        <ScrollArea label="What Slipway holds">
          <Facts title="On this machine’s disk" facts={diskFacts(usage)} />
          <div className="slipway-actions">
            <Button
              icon={HardDriveDownload}
              isBusy={isCompacting}
              isDisabled={!isRunning && status?.state !== 'sleeping'}
              onPress={() => void compactDisk()}
            >
              Compact
            </Button>
            <span className="quiet">Gives back to this machine what the engine does not use.</span>
          </div>
          <Facts
            title="In this machine’s memory"
            facts={[
              {
                name: 'Virtual machine',
                value: status?.vm
                  ? `at most ${formatMemory(status.vm.memoryMiB)}, ${status.vm.cpus} ${status.vm.cpus === 1 ? 'core' : 'cores'}`
                  : 'does not run',
              },
              { name: 'Now', value: isRunning ? <MemoryUseText /> : '' },
            ]}
          />
          <div className="slipway-actions">
            <Button onPress={() => show('engine')}>Show the engine</Button>
            <Button onPress={() => show('snapshots')}>Show the snapshots</Button>
            <Button onPress={() => show('settings')}>Change sizes</Button>
          </div>
        </ScrollArea>
      )}
    </RequestState>
  );
}

function diskFacts(usage: DiskUsage): readonly Fact[] {
  const { file, fileSystem, sleepBytes, templateBytes, snapshotsBytes, nodesBytes, logsBytes } = usage;
  const total = file.usedBytes + sleepBytes + templateBytes + snapshotsBytes + nodesBytes + logsBytes;
  return [
    { name: 'In all', value: <strong>{formatSize(total)}</strong> },
    {
      name: 'Data disk',
      value: `${formatSize(file.usedBytes)}; it may grow to ${formatSize(file.lengthBytes)}`,
    },
    {
      name: 'Used in it',
      value:
        fileSystem && `${formatSize(fileSystem.usedBytes)}, ${formatSize(fileSystem.freeBytes)} are free`,
    },
    { name: 'Memory while asleep', value: sleepBytes > 0 ? formatSize(sleepBytes) : '' },
    { name: 'Memory to start from', value: templateBytes > 0 ? formatSize(templateBytes) : '' },
    { name: 'Snapshots', value: formatSize(snapshotsBytes) },
    ...(nodesBytes === 0 ? [] : [{ name: 'Further VMs', value: formatSize(nodesBytes) }]),
    { name: 'Logs', value: formatSize(logsBytes) },
    { name: 'File', value: <code>{visibleText(file.path)}</code> },
  ];
}
