import type { ImageDetails } from '../../../../main/contract/engine/image-details.ts';
import type { FormTexts, RunForm } from '../../../state/run-form.ts';
import type { Problems } from '../form/read-form.ts';

/** What every part of the form works with. */
export interface FieldsProps {
  readonly form: RunForm;
  readonly onChange: (change: Partial<RunForm>) => void;
  /** What is wrong and to be said by now. */
  readonly problems: Problems;
  readonly isDisabled: boolean;
  /** What the image brings; null while that is not known. */
  readonly image: ImageDetails | null;
}

/** What a field of one line needs to be a part of the form. */
export function fieldOf({ form, onChange, problems, isDisabled }: FieldsProps, key: keyof FormTexts) {
  return {
    value: form[key],
    onChange: (value: string) => onChange({ [key]: value }),
    problem: problems[key],
    isDisabled,
  };
}

/** What is wrong with a cell of rows. */
export function problemIn({ problems }: FieldsProps, part: keyof RunForm) {
  return (index: number, key: string): string | undefined => problems[`${part}.${index}.${key}`];
}
