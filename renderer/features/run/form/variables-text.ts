import type { PairRow } from '../../../state/run-form.ts';

/** The variables of a text, and what of it is none. */
export interface ReadVariables {
  readonly variables: readonly PairRow[];
  /** Lines that are no variables, as they stand. */
  readonly others: readonly string[];
}

/**
 * Variables as in a file for `docker run --env-file`: `NAME=value` a line, all after the first `=` is the value, and what
 * begins with `#` is a remark. Nothing is unquoted, as docker does not either.
 */
export function readVariables(text: string): ReadVariables {
  const variables: PairRow[] = [];
  const others: string[] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const begin = line.trimStart();
    if (begin === '' || begin.startsWith('#')) continue;
    const equals = begin.indexOf('=');
    const name = begin.slice(0, Math.max(0, equals));
    if (name === '' || /\s/.test(name)) others.push(line);
    else variables.push({ name, value: begin.slice(equals + 1) });
  }
  return { variables, others };
}

/** Puts variables into rows: one that is there already gets the new value, the rest come behind. */
export function mergeVariables(rows: readonly PairRow[], more: readonly PairRow[]): readonly PairRow[] {
  const merged = rows.filter(({ name, value }) => name !== '' || value !== '');
  for (const variable of more) {
    const at = merged.findIndex(({ name }) => name === variable.name);
    if (at < 0) merged.push(variable);
    else merged[at] = variable;
  }
  return merged;
}
