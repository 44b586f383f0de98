import { useState } from 'react';
import type { ContainerOptions } from '../../../main/contract/engine/container-options.ts';
import type { Made } from '../../../main/contract/engine/containers.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { makeContainer } from '../../state/actions.ts';
import { openDialog } from '../../state/dialogs.ts';
import { notify } from '../../state/notices.ts';
import { pullToEnd } from '../../state/pull-to-end.ts';
import type { RunForm } from '../../state/run-form.ts';
import { useIsOpen } from '../../state/use-is-open.ts';

/** What a form's container is made for. */
export type MakeVerb = 'create' | 'run';

/** The making of a form's container. */
export interface Make {
  /** What is being done; null while nothing is. */
  readonly busyWith: MakeVerb | null;
  /** The transfer of the image, while that is fetched first. */
  readonly pulling: string | null;
  readonly failure: Failure | null;
  readonly make: (verb: MakeVerb, options: ContainerOptions) => Promise<void>;
}

/** Makes a container as docker does: an image that is not here is pulled first. It goes on when the form is closed. */
export function useMake(form: RunForm, onMade: (verb: MakeVerb, made: Made) => void): Make {
  const [busyWith, setBusyWith] = useState<MakeVerb | null>(null);
  const [pulling, setPulling] = useState<string | null>(null);
  /** Why a form could not be sent; it says nothing about one that was changed since. */
  const [failed, setFailed] = useState<{ readonly sent: string; readonly failure: Failure } | null>(null);
  const written = JSON.stringify(form);
  const isOpen = useIsOpen();

  const make = async (verb: MakeVerb, options: ContainerOptions) => {
    setBusyWith(verb);
    setFailed(null);
    try {
      const made = await makeContainer(verb, options).catch(async (error: unknown) => {
        if (!isImageMissing(error)) throw error;
        const isHere = await pullToEnd(options.image, setPulling);
        setPulling(null);
        return isHere ? makeContainer(verb, options) : undefined;
      });
      if (made !== undefined && isOpen.current) onMade(verb, made);
    } catch (error) {
      setPulling(null);
      if (isOpen.current) setFailed({ sent: written, failure: toFailure(error) });
      else notify({ kind: 'failure', failure: toFailure(error), offers: [openAgain(form)] });
    }
    setBusyWith(null);
  };
  return { busyWith, pulling, failure: failed?.sent === written ? failed.failure : null, make };
}

/** What was written into a form that is closed by now is not to be written again. */
function openAgain(form: RunForm) {
  return {
    title: 'Open the form again',
    onAction: () => openDialog({ kind: 'run', image: form.image, form }),
  };
}

/** The engine alone knows: a name may have been given to another image since the list was read. */
function isImageMissing(error: unknown): boolean {
  const { code, message } = toFailure(error);
  return code === 'not-found' && /no such image/i.test(message);
}
