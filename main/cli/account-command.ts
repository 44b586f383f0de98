/** Commands of docker's that change what logins are kept. */
export type AccountCommand = 'login' | 'logout';

/** Options of docker itself that a value may follow as a word of its own. */
const withValue = /^(-c|--context|-H|--host|-l|--log-level|--tlscacert|--tlscert|--tlskey)$/;

/**
 * Whether docker is told to log in or out, and to keep that in the home's own configuration: with `--config` it is one of the
 * user's own.
 */
export function accountCommand(parameters: readonly string[]): AccountCommand | undefined {
  if (parameters.includes('--help') || parameters.includes('-h')) return undefined;
  for (let at = 0; at < parameters.length; at++) {
    const word = parameters[at] ?? '';
    if (!word.startsWith('-')) return word === 'login' || word === 'logout' ? word : undefined;
    if (/^--config(=|$)/.test(word)) return undefined;
    if (withValue.test(word)) at++;
  }
  return undefined;
}
