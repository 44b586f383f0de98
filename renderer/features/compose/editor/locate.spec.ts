import { describe, expect, it } from 'vitest';
import { composeFindings, locate, readYaml, unaskedFinding, yamlFindings } from './locate.ts';

const text = `services:
  web:
    image: "shop:\${TAG}"
    imagee: x
    ports:
      - "80:80"
      - "x"
    depends_on: [db]
  db:
    image: postgres
    depends_on:
      - web
    networks: [gone]
`;

/** What is marked for Compose's words. */
const marked = (said: string, of = text) => of.slice(...locate(said, of, readYaml(of)));

describe('where Compose’s words are about', () => {
  it('is a key that the specification does not know', () => {
    expect(
      marked("validating /x/compose.yaml: services.web additional properties 'imagee' not allowed"),
    ).toBe('imagee');
    expect(marked("validating -: (root) additional properties 'db' not allowed", 'db: 1\n')).toBe('db');
  });

  it('is the deepest part of a path that there is', () => {
    expect(marked('services.web.ports.1: invalid port')).toBe('"x"');
    expect(marked('services.web.image.x must be a string')).toBe('image');
    expect(marked('validating -: services.web.ports[0] is wrong')).toBe('"80:80"');
  });

  it('is where services wait for each other', () => {
    const [from] = locate('dependency cycle detected: db -> web -> db', text, readYaml(text));
    expect(text.slice(0, from).split('\n')).toHaveLength(11);
  });

  it('is where something is named that there is not', () => {
    expect(marked('service "db" refers to undefined network gone: invalid compose project')).toBe('gone');
    expect(marked('service "web" depends on undefined service "db": invalid compose project')).toBe('db');
  });

  it('is a service, or a value, that is named alone', () => {
    expect(
      marked('service "db" has neither an image nor a build context specified: invalid compose project'),
    ).toBe('db');
    expect(marked('Invalid containerPort: xx', 'ports: ["80:xx"]\n')).toBe('xx');
  });

  it('is where a variable is used first', () => {
    expect(marked('The "TAG" variable is not set. Defaulting to a blank string.')).toBe(`\${TAG}`);
    expect(marked('required variable TAG is missing a value: x', `a: \${TAG:?x}\n`)).toBe(`\${TAG:?x}`);
  });

  it('is the line that is named, and the first one where none is', () => {
    expect(marked('yaml: line 4: did not find expected key')).toBe('    imagee: x');
    expect(marked('yaml: line 400: x')).toBe('services:');
    expect(marked('something else')).toBe('services:');
    expect(locate('x', '', readYaml(''))).toEqual([0, 0]);
  });
});

describe('what is wrong with a text', () => {
  it('is said of YAML at its place, without its place in words', () => {
    const [finding] = yamlFindings(readYaml('a: [1\nb: 2\n'));
    expect(finding).toMatchObject({ severity: 'error' });
    expect(finding?.message).not.toMatch(/line|column|\n/);
    expect(yamlFindings(readYaml('a: 1\na: 2\n'))).toHaveLength(1);
    expect(yamlFindings(readYaml(text))).toEqual([]);
  });

  it('is an error for what Compose refuses, and a warning for what it minds', () => {
    const found = composeFindings('no', ['The "TAG" variable is not set.'], text, readYaml(text));
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning']);
  });

  it('is not known where Compose could not be asked, which is said', () => {
    const failure = { code: 'deadline-exceeded' as const, message: 'No answer.', hint: 'Try again.' };
    const finding = { from: 0, to: 9, severity: 'warning', message: 'No answer. Try again.' };
    expect(unaskedFinding(failure, text)).toEqual(finding);
  });
});
