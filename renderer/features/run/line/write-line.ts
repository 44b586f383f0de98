import type { RunForm } from '../../../state/run-form.ts';
import { commandLine } from '../../../text/command-line.ts';
import { noImage, runOptions } from './run-options.ts';
import { readWords } from './shell-words.ts';

/** The `docker run` line that does what the form does, quoted for a shell. What cannot be read yet stands as it is. */
export function writeLine(form: RunForm): string {
  // The window never stays attached.
  let letters = '-d';
  const options: string[] = [];
  for (const option of runOptions) {
    const words = option.words(form);
    if (option.isSwitch && option.flag.length === 2) letters += words.map((flag) => flag.slice(1)).join('');
    else options.push(...words);
  }
  const image = form.image.trim();
  if (image.startsWith('-')) options.push('--');
  const words = ['docker', 'run', letters, ...options, image === '' ? noImage : image];
  const command = readWords(form.command);
  return [commandLine(words), command.ok ? commandLine(command.value) : form.command.trim()]
    .filter((part) => part !== '')
    .join(' ');
}
