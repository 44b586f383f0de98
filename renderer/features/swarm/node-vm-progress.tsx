import { nodeStepWords } from '../../../main/contract/node-vm-words.ts';
import type { NodeStep } from '../../../main/contract/node-vms.ts';
import { cancelNodeVm, useNodeVms } from '../../state/node-vms-store.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';

/** From there on nothing is given up. */
const finalSteps: readonly NodeStep[] = ['leave', 'stop', 'undo'];

/** What is being done for a further VM, and the way to give it up; nothing while nothing is. */
export function NodeVmProgress() {
  const progress = useNodeVms((store) => store.progress);
  if (progress === null) return null;
  const { name, step } = progress;
  return (
    <div className="node-vm-progress">
      <Spinner />
      <span role="status">{`${name}: ${nodeStepWords[step]}…`}</span>
      {!finalSteps.includes(step) && <Button onPress={() => void cancelNodeVm()}>Give up</Button>}
    </div>
  );
}
