import { SlipwayError } from '../contract/errors.ts';

/** A docker command that failed, with what it said. */
export function clientFailure(command: string, said: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `\`${command}\` failed: ${said.split('\n')[0] ?? ''}`,
    hint: 'Look at your docker configuration (~/.docker, or the folder that DOCKER_CONFIG names).',
    detail: said,
  });
}
