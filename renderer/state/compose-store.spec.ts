import { expect, it, vi } from 'vitest';
import type { ComposeProject } from '../../main/contract/compose.ts';
import { switchProfile, useCompose } from './compose-store.ts';

const { stored } = vi.hoisted(() => ({ stored: { profiles: [] as readonly string[] } }));

vi.mock('../bridge.ts', () => ({
  listen: vi.fn(),
  call: vi.fn(async (name: string, { profiles }: { profiles?: readonly string[] }) => {
    // As the app does, it takes its time.
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (name === 'compose.setProfiles') stored.profiles = profiles ?? [];
    return name === 'compose.projects' ? [projectWith(stored.profiles)] : undefined;
  }),
}));

function projectWith(profiles: readonly string[]): ComposeProject {
  return { name: 'shop', files: ['/shop/compose.yaml'], folder: '/shop', profiles, missing: [] };
}

it('switches several profiles at once, and loses none', async () => {
  useCompose.setState({ projects: [projectWith([])] });
  await Promise.all([
    ...[switchProfile('shop', 'tools', true), switchProfile('shop', 'tests', true)],
    switchProfile('shop', 'tools', false),
  ]);
  expect(stored.profiles).toEqual(['tests']);
  expect(useCompose.getState().projects?.[0]?.profiles).toEqual(['tests']);
});
