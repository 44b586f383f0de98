/** Options of docker itself that a value may follow as a word of its own. */
const withValue = /^(-c|--context|-H|--host|-l|--log-level|--tlscacert|--tlscert|--tlskey)$/;

/**
 * Whether docker is told to log in, and to keep that in the home's own configuration: with `--config` it is one of the user's
 * own.
 */
export function isLogin(parameters: readonly string[]): boolean {
  if (parameters.includes('--help') || parameters.includes('-h')) return false;
  for (let at = 0; at < parameters.length; at++) {
    const word = parameters[at] ?? '';
    if (!word.startsWith('-')) return word === 'login';
    if (/^--config(=|$)/.test(word)) return false;
    if (withValue.test(word)) at++;
  }
  return false;
}
