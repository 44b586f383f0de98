import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../contract/errors.ts';
import { settingDefinitions } from '../contract/settings.ts';
import { vmStates } from '../contract/status.ts';
import { checks } from '../doctor/checks.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

describe('docs/cli.md', () => {
  it.each(errorCodes)('says what the code %s means', (code) => {
    expect(page).toContain(`\n| \`${code}\` | `);
  });

  it.each(Object.entries(settingDefinitions))('gives the default of the setting %s', (key, definition) => {
    expect(page).toMatch(
      new RegExp(`\\n\\| \`${key.replace('.', '\\.')}\` \\| ${definition.default}\\s*\\| `),
    );
  });

  it.each(checks.map(({ name }) => name))('says what `slipway doctor` looks at by %s', (name) => {
    expect(page).toContain(`\n| \`${name}\` | `);
  });

  it.each(vmStates)('names the state %s', (state) => {
    expect(page).toContain(`\`${state}\``);
  });
});
