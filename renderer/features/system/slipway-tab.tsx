import { HardDriveDownload } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { DiskUsage } from '../../../main/contract/disk.ts';
import { toFailure } from '../../../main/contract/errors.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { notify } from '../../state/notices.ts';
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
  const [isCompacting, setCompacting] = useState(false);
  const ask = useCallback(() => call('disk.usage', {}), []);
  const { state, again } = useRequest(ask, status?.state ?? '');
  const compact = async () => {
    setCompacting(true);
    try {
      const { before, after } = await call('disk.compact', {});
      const freed = before.usedBytes - after.usedBytes;
      notify({
        kind: 'done',
        text:
          freed > 0
            ? `Gave ${formatSize(freed)} back: the disk’s file takes ${formatSize(after.usedBytes)} now.`
            : `There was nothing to give back: the disk’s file takes ${formatSize(after.usedBytes)}.`,
      });
    } catch (error) {
      notify({ kind: 'failure', failure: toFailure(error) });
    } finally {
      setCompacting(false);
      again();
    }
  };
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
              onPress={() => void compact()}
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
  const { file, fileSystem, sleepBytes, templateBytes, snapshotsBytes, logsBytes } = usage;
  const total = file.usedBytes + sleepBytes + templateBytes + snapshotsBytes + logsBytes;
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
    { name: 'Logs', value: formatSize(logsBytes) },
    { name: 'File', value: <code>{visibleText(file.path)}</code> },
  ];
}
