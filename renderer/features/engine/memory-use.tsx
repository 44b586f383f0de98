import { useEffect, useState } from 'react';
import type { MemoryUse } from '../../../main/contract/disk.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';

/** Between two looks, in milliseconds: each asks the guest. */
const lookEveryMs = 5_000;

/** What the VM holds of the host's memory and what the guest uses; looked at only while this can be seen. */
export function MemoryUseText() {
  const memory = useMemoryUse();
  if (memory === null) return <span className="quiet">Not known yet</span>;
  return (
    <>
      {formatSize(memory.holdsBytes)} of this computer’s
      <span className="quiet"> · {formatSize(memory.usesBytes)} used inside</span>
    </>
  );
}

function useMemoryUse(): MemoryUse | null {
  const [memory, setMemory] = useState<MemoryUse | null>(null);
  useEffect(() => {
    let isShown = true;
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      // A host that is just leaving does not answer; the status tells that.
      const found = await call('memory.get', {}).catch(() => null);
      if (isShown) setMemory(found);
    };
    const timer = setInterval(() => void look(), lookEveryMs);
    void look();
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, []);
  return memory;
}
