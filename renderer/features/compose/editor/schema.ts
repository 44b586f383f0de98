/** A JSON schema, as far as the Compose specification uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What can be written at a place. */
export interface Suggestion {
  readonly label: string;
  /** What the specification says of it; empty where it says nothing. */
  readonly about: string;
  /** What a key is followed by. */
  readonly holds: 'value' | 'map' | 'list';
}

/** Deepest chain of references that is followed: the specification has three. */
const deepest = 12;

/** All forms that something may have: references followed, alternatives laid out. */
function formsOf(schema: Schema, root: Schema, depth = 0): readonly Schema[] {
  if (depth > deepest) return [];
  const next = (one: Schema) => formsOf(one, root, depth + 1);
  const [, group = '', name = ''] = /^#\/(definitions|\$defs)\/(.+)$/.exec(schema.$ref ?? '') ?? [];
  const target = group === 'definitions' ? root.definitions?.[name] : root.$defs?.[name];
  return [
    schema,
    ...(target === undefined ? [] : next(target)),
    ...[schema.oneOf, schema.anyOf, schema.allOf].flatMap((list) => list?.flatMap(next) ?? []),
  ];
}

function within(schema: Schema, key: string, root: Schema): readonly Schema[] {
  return formsOf(schema, root).flatMap((form) => {
    if (key === '*') return form.items === undefined ? [] : [form.items];
    const own = form.properties?.[key];
    if (own !== undefined) return [own];
    const matching = Object.entries(form.patternProperties ?? {}).filter(([pattern]) =>
      new RegExp(pattern).test(key),
    );
    if (matching.length > 0) return matching.map(([, one]) => one);
    return typeof form.additionalProperties === 'object' ? [form.additionalProperties] : [];
  });
}

function schemasAt(root: Schema, path: readonly string[]): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, key) => schemas.flatMap((schema) => within(schema, key, root)),
    [root],
  );
}

/** The keys that the specification knows at a path, in its order. */
export function keysAt(root: Schema, path: readonly string[]): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const schema of schemasAt(root, path))
    for (const form of formsOf(schema, root))
      for (const [label, one] of Object.entries(form.properties ?? {}))
        if (!found.has(label) && one.deprecated !== true)
          found.set(label, { label, about: aboutOf(one, root), holds: holdsOf(one, root) });
  return [...found.values()];
}

/** The values that the specification names for what is at a path. */
export function valuesAt(root: Schema, path: readonly string[]): readonly Suggestion[] {
  const values = new Set<string>();
  for (const schema of schemasAt(root, path))
    for (const form of formsOf(schema, root)) {
      for (const value of form.enum ?? []) values.add(String(value));
      if (typeof form.const === 'string') values.add(form.const);
      if (typesOf(form).includes('boolean')) for (const value of ['true', 'false']) values.add(value);
    }
  return [...values].map((label) => ({ label, about: '', holds: 'value' }));
}

function aboutOf(schema: Schema, root: Schema): string {
  return formsOf(schema, root).find(({ description }) => description !== undefined)?.description ?? '';
}

function typesOf({ type }: Schema): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

/** A map or a list only where nothing shorter can be written: of several forms the first counts. */
function holdsOf(schema: Schema, root: Schema): Suggestion['holds'] {
  const [first] = formsOf(schema, root).flatMap(typesOf);
  if (first === 'array') return 'list';
  return first === 'object' ? 'map' : 'value';
}
