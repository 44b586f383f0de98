import { ArrowUpCircle, CircleCheck, CircleHelp } from 'lucide-react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { checkOf, useImageChecks } from '../../state/image-checks-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { pull } from '../../state/transfers-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Spinner } from '../../ui/spinner.tsx';
import type { ImageRow } from './image-rows.ts';

/** What is known of the registry's image of the same name; nothing where it was not looked for. */
export function CheckMark({ row: { id, reference } }: { readonly row: ImageRow }) {
  const state = useImageChecks((store) => checkOf(store, reference, id));
  if (state === undefined) return null;
  switch (state.kind) {
    case 'not-from-there':
      return null;
    case 'checking':
      return (
        <span className="check-mark">
          <Spinner size={12} />
          <span className="visually-hidden">asking the registry</span>
        </span>
      );
    case 'current':
      return (
        <span className="check-mark check-current" title={`The newest, at ${formatTime(state.at)}`}>
          <CircleCheck size={13} aria-hidden />
          <span className="visually-hidden">the newest</span>
        </span>
      );
    case 'newer':
      return (
        <button
          type="button"
          className="check-mark check-newer"
          title="The registry has a newer one: pull it"
          aria-label={`Pull the newer ${visibleText(reference)}`}
          onClick={() => void pull(reference).catch(notifyFailure)}
        >
          <ArrowUpCircle size={12} aria-hidden />
          Newer
        </button>
      );
    case 'failed':
      return (
        <span className="check-mark check-failed" title={visibleText(state.failure.message)}>
          <CircleHelp size={13} aria-hidden />
          <span className="visually-hidden">{visibleText(state.failure.message)}</span>
        </span>
      );
    default:
      return assertNever(state);
  }
}
