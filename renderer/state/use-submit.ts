import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../../main/contract/errors.ts';

/** A form that is checked, sent once, and kept as it is when that fails. */
export interface Submit {
  /** It was sent, or tried to be: from then on what is wrong stands beside the fields. */
  readonly isTried: boolean;
  readonly isBusy: boolean;
  /** Why it could not be sent. */
  readonly failure: Failure | null;
  readonly onSubmit: (event: FormEvent) => void;
}

/** Sends a form by `work` unless something is wrong with it; `onDone` once that has gone well. */
export function useSubmit(isWrong: boolean, work: () => Promise<void>, onDone: () => void): Submit {
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      onDone();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return {
    isTried,
    isBusy,
    failure,
    onSubmit(event) {
      event.preventDefault();
      setTried(true);
      if (!isWrong && !isBusy) void send();
    },
  };
}
