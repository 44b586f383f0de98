import { isEmptyRow, type RunForm } from '../../../state/run-form.ts';

/** The parts of the form below its first fields. */
export type FormTab = 'ports' | 'mounts' | 'environment' | 'network' | 'limits' | 'labels' | 'more';

/** The parts in their order, with their titles and the fields in each. */
export const formTabs: readonly {
  readonly id: FormTab;
  readonly title: string;
  readonly fields: readonly (keyof RunForm)[];
}[] = [
  { id: 'ports', title: 'Ports', fields: ['ports'] },
  { id: 'mounts', title: 'Volumes', fields: ['mounts'] },
  { id: 'environment', title: 'Environment', fields: ['environment'] },
  { id: 'network', title: 'Network', fields: ['networks', 'hostname', 'extraHosts'] },
  { id: 'limits', title: 'Limits', fields: ['memory', 'cpus', 'processes', 'restart'] },
  { id: 'labels', title: 'Labels', fields: ['labels'] },
  {
    id: 'more',
    title: 'More',
    fields: [
      ...(['entrypoint', 'user', 'workingFolder', 'capAdd', 'capDrop'] as const),
      ...(['tty', 'interactive', 'privileged', 'readOnly', 'init', 'removeWhenDone'] as const),
    ],
  },
];

/** The part that a field belongs to, by the name that {@link Problems} has for it; undefined for the first fields. */
export function tabOfField(field: string): FormTab | undefined {
  const [name = ''] = field.split('.');
  if (name === 'retries') return 'limits';
  return formTabs.find(({ fields }) => (fields as readonly string[]).includes(name))?.id;
}

/** How much was chosen in a part: rows, and fields that are not as in an empty form. */
export function countChosen(form: RunForm, tab: FormTab): number {
  const fields = formTabs.find(({ id }) => id === tab)?.fields ?? [];
  return fields.reduce((sum, field) => {
    const value = form[field];
    if (Array.isArray(value)) return sum + value.filter((row: object) => !isEmptyRow(row)).length;
    return (
      sum + (value === true || (typeof value === 'string' && value.trim() !== '' && value !== 'no') ? 1 : 0)
    );
  }, 0);
}
