import { useCallback, useState } from 'react';
import type { ImageDetails } from '../../../main/contract/engine/image-details.ts';
import { call } from '../../bridge.ts';
import { useEngine } from '../../state/engine-store.ts';
import type { RunForm } from '../../state/run-form.ts';
import { useRequest } from '../../state/use-request.ts';
import { findImage } from '../../text/image-reference.ts';
import type { FieldsProps } from './fields/field-props.ts';
import type { FormTab } from './form/form-tabs.ts';
import { type Problems, readForm } from './form/read-form.ts';
import type { NotTaken, ReadLine } from './line/read-line.ts';

/** A form that is being filled in. */
export interface RunFormState {
  readonly form: RunForm;
  /** Something was written since it was opened. */
  readonly isChanged: boolean;
  readonly read: ReturnType<typeof readForm>;
  readonly notTaken: readonly NotTaken[];
  readonly tab: FormTab;
  readonly choose: (tab: FormTab) => void;
  readonly fill: (line: ReadLine) => void;
  readonly forgetNotTaken: () => void;
  /** Says from now on what is wrong. */
  readonly show: () => void;
  readonly fields: Omit<FieldsProps, 'isDisabled'>;
}

const nothing: Problems = {};

/** Keeps what is written into a form, and what it says. */
export function useRunForm(begin: RunForm): RunFormState {
  const [first] = useState(begin);
  const [form, setForm] = useState(begin);
  const [notTaken, setNotTaken] = useState<readonly NotTaken[]>([]);
  const [tab, choose] = useState<FormTab>('ports');
  const [isShown, setShown] = useState(false);
  const read = readForm(form);
  const image = useImageOf(form.image);
  return {
    form,
    isChanged: JSON.stringify(form) !== JSON.stringify(first),
    read,
    notTaken,
    tab,
    choose,
    fill: (line) => {
      setForm(line.form);
      setNotTaken(line.notTaken);
    },
    forgetNotTaken: () => setNotTaken([]),
    show: () => setShown(true),
    fields: {
      form,
      onChange: (change) => setForm((before) => ({ ...before, ...change })),
      problems: isShown ? read.problems : nothing,
      image,
    },
  };
}

/** What the image that is written there brings; null while it is not here or not read. */
function useImageOf(name: string): ImageDetails | null {
  const id = useEngine(({ images }) =>
    images.kind === 'loaded' && name.trim() !== '' ? findImage(images.items, name)?.id : undefined,
  );
  const ask = useCallback(async () => (id === undefined ? null : call('images.details', { id })), [id]);
  const { state } = useRequest<ImageDetails | null>(ask);
  // What is kept from before may be of another image.
  return state.kind === 'loaded' && state.value?.id === id ? state.value : null;
}
