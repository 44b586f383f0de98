import type { SlipwayWindow } from './window.ts';

/** What the system's dialogs are to answer from now on: they cannot be driven. */
export async function answerDialogs({ app }: SlipwayWindow, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
}
