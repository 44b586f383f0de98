import { type Document, isMap, isScalar } from 'yaml';
import type { YamlPlace } from './place.ts';
import { keysAt, type Schema, type Suggestion, valuesAt } from './schema.ts';

/** Places where something is named that the file has elsewhere: the last key of a path, and the section of the names. */
const references: readonly { readonly after: string; readonly section: string }[] = [
  { after: 'depends_on', section: 'services' },
  { after: 'links', section: 'services' },
  { after: 'networks', section: 'networks' },
  { after: 'secrets', section: 'secrets' },
  { after: 'configs', section: 'configs' },
  { after: 'volumes', section: 'volumes' },
];

/** What can be written at a place: what the specification knows, and names that the file has. */
export function suggest(schema: Schema, place: YamlPlace, document: Document.Parsed): readonly Suggestion[] {
  const { path, kind, taken } = place;
  const named = namesFor(path, document);
  if (kind === 'value') return [...valuesAt(schema, path), ...(isItemOf(path) ? named : [])];
  const last = path.at(-1);
  const known = [...(last === '*' ? valuesAt(schema, path) : []), ...keysAt(schema, path)];
  const all = [
    ...named.map((one) => ({ ...one, holds: last === '*' ? ('value' as const) : ('map' as const) })),
    ...known,
  ];
  return all.filter(({ label }) => !taken.includes(label));
}

const isItemOf = (path: readonly string[]) => path.at(-1) === '*';

/** `services.web.depends_on`, and its items. */
function namesFor(path: readonly string[], document: Document.Parsed): readonly Suggestion[] {
  const keys = path.at(-1) === '*' ? path.slice(0, -1) : path;
  if (keys.length !== 3 || keys[0] !== 'services') return [];
  const reference = references.find(({ after }) => after === keys[2]);
  if (reference === undefined) return [];
  const section = isMap(document.contents) ? document.contents.get(reference.section) : undefined;
  if (!isMap(section)) return [];
  return section.items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value !== 'string') return [];
    const isItself = reference.section === 'services' && key.value === keys[1];
    return isItself ? [] : [{ label: key.value, about: '', holds: 'value' as const }];
  });
}
