import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { answerDialogs } from './answer-dialogs.ts';
import type { ComposePage } from './pages/compose-page.ts';
import type { SlipwayWindow } from './window.ts';

/** Writes a Compose file into a new folder, with files beside it by their paths from there. Answers where the Compose file is. */
export async function writeProject(
  folder: string,
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  for (const [name, content] of Object.entries({ ...others, 'compose.yaml': text })) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(folder, 'compose.yaml');
}

/** Has the window remember a project by its file, and goes to its page. */
export async function addProject(slipway: SlipwayWindow, compose: ComposePage, file: string): Promise<void> {
  await answerDialogs(slipway, file);
  await compose.open();
  await compose.press('Add');
}
