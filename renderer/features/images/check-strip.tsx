import { stopChecks, useImageChecks } from '../../state/image-checks-store.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';

/** Says that registries are asked for newer images, and how many are left; nothing when none is. */
export function CheckStrip() {
  const left = useImageChecks((store) => store.left);
  if (left === 0) return null;
  return (
    <div className="check-strip" role="status">
      <Spinner size={13} />
      <span className="quiet">
        Asking the registries for newer images: {left} {left === 1 ? 'is' : 'are'} left.
      </span>
      <Button onPress={stopChecks}>Stop</Button>
    </div>
  );
}
