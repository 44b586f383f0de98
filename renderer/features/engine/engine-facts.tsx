import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration } from '../../../main/contract/duration.ts';
import { formatTime } from '../../../main/contract/format.ts';
import type { Accelerator, AcceleratorVerdict, Status } from '../../../main/contract/status.ts';
import { copyText } from '../../state/actions.ts';
import { formatMemory } from '../../text/format.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { MemoryUseText } from './memory-use.tsx';
import { acceleratorNames } from './state-text.ts';

const bootKinds = {
  cold: 'Booted',
  template: 'Booted from a template',
  resume: 'Resumed',
  adopt: 'Found running',
} as const;

/** What is known of the engine and the VM it runs in. */
export function EngineFacts({ status }: { readonly status: Status }) {
  const { engine, vm, boot, restarted, socket, accelerators } = status;
  return (
    <dl className="engine-facts">
      {engine !== null && (
        <Fact name="Docker Engine">
          {visibleText(engine.version)} <span className="quiet">· API {visibleText(engine.apiVersion)}</span>
        </Fact>
      )}
      {vm !== null && (
        <Fact name="Virtual machine">
          {vm.cpus} {vm.cpus === 1 ? 'core' : 'cores'}, {formatMemory(vm.memoryMiB)}
          <span className="quiet"> · {acceleratorNames[vm.accelerator]}</span>
        </Fact>
      )}
      {status.state === 'running' && (
        <Fact name="Memory">
          <MemoryUseText />
        </Fact>
      )}
      {accelerators.length > 0 && (
        <Fact name="Accelerators">
          <Verdicts verdicts={accelerators} />
        </Fact>
      )}
      {boot !== null && boot.durationMs !== null && (
        <Fact name="Last start">
          {bootKinds[boot.kind]} in {formatDuration(boot.durationMs)}
        </Fact>
      )}
      {restarted !== null && (
        <Fact name="Restarted by itself">
          {formatTime(restarted.at)} <span className="quiet">· {visibleText(restarted.reason)}</span>
        </Fact>
      )}
      {socket !== null && <SocketFact socket={socket} />}
      <Fact name="Folder">
        <Untrusted className="code" text={status.home} />
      </Fact>
    </dl>
  );
}

interface VerdictsProps {
  readonly verdicts: readonly AcceleratorVerdict[];
  /** What the VM runs with; null while it does not run. */
  readonly used?: Accelerator | null;
}

/** What was learnt of each accelerator by trying it. */
export function Verdicts({ verdicts, used = null }: VerdictsProps) {
  return (
    <ul className="verdicts">
      {verdicts.map(({ accelerator, works, reason }) => (
        <li key={accelerator}>
          {capitalised(acceleratorNames[accelerator])} {works ? 'works' : 'is not used'}:{' '}
          <span className="quiet">{sentence(visibleText(reason))}</span>
        </li>
      ))}
      {used !== null && <li>Running with {acceleratorNames[used]}.</li>}
    </ul>
  );
}

/** Where clients connect. */
export function SocketFact({ socket }: { readonly socket: string }) {
  return (
    <Fact name="Socket">
      <Untrusted className="code" text={socket} />
      <IconButton
        icon={Copy}
        label="Copy the socket’s address"
        onPress={() => void copyText(socket, 'the socket’s address')}
      />
    </Fact>
  );
}

/** One thing that is known. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
