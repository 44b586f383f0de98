import { LoaderCircle } from 'lucide-react';

/** Something is under way. */
export function Spinner({ size = 14 }: { readonly size?: number }) {
  return <LoaderCircle className="spinner" size={size} aria-hidden />;
}
