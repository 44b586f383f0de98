import { TriangleAlert, X } from 'lucide-react';
import { call } from '../../bridge.ts';
import { notifyFailure } from '../../state/notices.ts';
import { useStatus } from '../../state/status-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';

/** That the VM was started again by itself, in whatever view and window, until it is dismissed: containers ended with it. */
export function RestartNotice() {
  const problem = useStatus((store) => store.status?.problems.find(({ code }) => code === 'vm-restarted'));
  if (problem === undefined) return null;
  return (
    <div className="notice notice-failure notice-lasting" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <div className="notice-text">
        <FailureText failure={problem} />
      </div>
      <IconButton
        icon={X}
        label="Dismiss"
        onPress={() => void call('vm.dismissRestart', {}).catch(notifyFailure)}
      />
    </div>
  );
}
