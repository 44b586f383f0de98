import { Spinner } from './spinner.tsx';

/** What is being done to something, in the place of how it is. */
export function PendingText({ text }: { readonly text: string }) {
  return (
    <span className="pending">
      <Spinner size={13} />
      {text}
    </span>
  );
}
