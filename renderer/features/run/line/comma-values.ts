/**
 * Fields with commas between, as docker reads them (Go's encoding/csv): one that holds a comma or a quote stands in quotes,
 * in which a quote is written twice. Null when a quote is not closed.
 */
export function readFields(text: string): string[] | null {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,"]*))(,|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return null;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
}

/** The fields as {@link readFields} reads them. */
export function writeFields(fields: readonly string[]): string {
  return fields.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

/** `name=value` fields in order; a name alone has no value. Null when they cannot be read. */
export function readAssignments(
  text: string,
): readonly { readonly name: string; readonly value: string | undefined }[] | null {
  const fields = readFields(text);
  if (fields === null) return null;
  return fields.map((field) => {
    const equals = field.indexOf('=');
    return equals < 0
      ? { name: field.toLowerCase(), value: undefined }
      : { name: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) };
  });
}
