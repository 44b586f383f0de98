import type { CommanderError } from 'commander';
import { nearestName } from '../util/nearest-name.ts';
import { UsageError } from './usage-error.ts';

/** Commander's text ("error: unknown command 'stat'\n(Did you mean status?)") in our two lines. */
export function usageError(error: CommanderError, help: string): UsageError {
  const [, message = 'Wrong usage', guesses = ''] =
    /^(?:error: )?(.*?)(?:\s*\(Did you mean (?:one of )?(.*?)\?\))?$/s.exec(error.message) ?? [];
  if (error.code === 'commander.help') {
    return new UsageError('A command is missing, or there is none of that name.', `\`${help}\` lists them.`);
  }
  const sentence = message.charAt(0).toUpperCase() + message.slice(1).replace(/[.\s]+$/, '');
  if (error.code === 'commander.missingArgument')
    return new UsageError(`${sentence}.`, `\`${help}\` shows how it is used.`);
  const name = /'(.*)'/s.exec(message)?.[1] ?? '';
  return unknownName(sentence, name, guesses === '' ? [] : guesses.split(', '), help);
}

/** Commander guesses at nearly everything ("logs" for "bogus"): only what is near is offered. */
export function unknownName(
  sentence: string,
  name: string,
  names: readonly string[],
  help: string,
): UsageError {
  const guess = nearestName(name, names);
  const hint = guess === undefined ? `\`${help}\` lists what there is.` : `Did you mean ${guess}?`;
  return new UsageError(`${sentence}.`, hint);
}
