import type { RunForm } from '../../state/run-form.ts';

/** When a container is started again, in words. */
export const restartWords: Readonly<Record<RunForm['restart'], string>> = {
  no: 'Never',
  'on-failure': 'When it fails',
  'unless-stopped': 'Unless I stop it',
  always: 'Always',
};

/** A policy as the engine tells it, such as `on-failure:3`, in the form's words; one that it does not know as it is. */
export function restartText(policy: string): string {
  const [name = '', tries = ''] = policy.split(':');
  const words = Object.hasOwn(restartWords, name) ? restartWords[name as RunForm['restart']] : policy;
  return tries === '' ? words : `${words}, at most ${tries} times`;
}
