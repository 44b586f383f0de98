import { lazy, Suspense } from 'react';

interface RunDialogProps {
  readonly image?: string;
  readonly onClose: () => void;
}

/** Fetched when it is first needed: what reads a command line is large. */
const RunFormDialog = lazy(() =>
  import('../run/run-form-dialog.tsx').then((module) => ({ default: module.RunFormDialog })),
);

/** Asks what a container is to be made of, and makes it. */
export function RunDialog({ image = '', onClose }: RunDialogProps) {
  return (
    <Suspense fallback={null}>
      <RunFormDialog begin={{ image }} onClose={onClose} />
    </Suspense>
  );
}
