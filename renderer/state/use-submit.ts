import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { notifyFailure } from './notices.ts';
import { useIsOpen } from './use-is-open.ts';

/** A form that is checked, sent once, and kept as it is when that fails. */
export interface Submit {
  /** It was sent, or tried to be: from then on what is wrong stands beside the fields. */
  readonly isTried: boolean;
  readonly isBusy: boolean;
  /** Why it could not be sent as it is now. */
  readonly failure: Failure | null;
  readonly onSubmit: (event: FormEvent) => void;
}

/** What becomes of a form. */
interface SubmitOptions {
  /** Whether something is wrong with it, so that it is not sent. */
  readonly isWrong: boolean;
  /** Sends it. Goes on when the form is closed meanwhile: a notice then says why it has failed. */
  readonly work: () => Promise<void>;
  /** What it sends, as JSON can write it: why that could not be sent says nothing about anything else. */
  readonly sent: unknown;
  /** Once that has gone well, unless the form is closed by then. */
  readonly onDone: () => void;
  /** It was to be sent, and something is wrong with it. */
  readonly onWrong?: () => void;
}

/** Sends a form once nothing is wrong with it. */
export function useSubmit({ isWrong, work, sent, onDone, onWrong }: SubmitOptions): Submit {
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ readonly sent: string; readonly failure: Failure } | null>(null);
  const written = JSON.stringify(sent);
  const isOpen = useIsOpen();
  const send = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await work();
      if (isOpen.current) onDone();
    } catch (error) {
      if (isOpen.current) setFailed({ sent: written, failure: toFailure(error) });
      else notifyFailure(error);
      setBusy(false);
    }
  };
  return {
    isTried,
    isBusy,
    failure: failed?.sent === written ? failed.failure : null,
    onSubmit(event) {
      event.preventDefault();
      setTried(true);
      if (isWrong) onWrong?.();
      else if (!isBusy) void send();
    },
  };
}
