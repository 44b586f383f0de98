import { expect, it } from 'vitest';
import { emptyRows, emptyRunForm } from '../../../state/run-form.ts';
import { countChosen, formTabs, tabOfField } from './form-tabs.ts';

it('gives every field but the first ones and the tries one part', () => {
  const placed = formTabs.flatMap(({ fields }) => fields);
  const first = ['image', 'name', 'command', 'retries'];
  expect([...placed, ...first].toSorted()).toEqual(Object.keys(emptyRunForm).toSorted());
  expect(new Set(placed).size).toBe(placed.length);
});

it('finds the part of a field that something is wrong with', () => {
  expect(tabOfField('ports.0.host')).toBe('ports');
  expect(tabOfField('retries')).toBe('limits');
  expect(tabOfField('image')).toBeUndefined();
});

it('counts what was chosen', () => {
  for (const { id } of formTabs) expect(countChosen(emptyRunForm, id)).toBe(0);
  const form = {
    ...emptyRunForm,
    ports: [{ ...emptyRows.ports, host: '80' }, emptyRows.ports],
    restart: 'always' as const,
    cpus: '1',
    tty: true,
  };
  expect([countChosen(form, 'ports'), countChosen(form, 'limits'), countChosen(form, 'more')]).toEqual([
    1, 2, 1,
  ]);
});
