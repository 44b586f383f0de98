import { SlipwayError } from '../contract/errors.ts';
import type { SettingKey } from '../contract/settings.ts';
import { whyNoProgram } from '../util/file-errors.ts';

/** Vouches that there is a program at a path; throws `settings-invalid` otherwise. Whether it is the right one, its start tells. */
export async function checkProgram(key: SettingKey, path: string): Promise<void> {
  const reason = await whyNoProgram(path);
  if (reason === null) return;
  throw new SlipwayError({
    code: 'settings-invalid',
    message: `The setting ${key} cannot be ${JSON.stringify(path)}: ${reason}.`,
    hint: `Name a program that is there, or go back to the default: \`slipway settings unset ${key}\`.`,
    // For the window, which shows the value in its field and leaves the message out.
    detail: `${path} cannot be used: ${reason}.`,
  });
}
