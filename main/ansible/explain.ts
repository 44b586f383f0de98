import { basename } from 'node:path';
import type { PlaybookPlay } from '../contract/ansible.ts';
import { SlipwayError } from '../contract/errors.ts';
import { plain } from '../util/failure-lines.ts';

/** Most characters of Ansible's own words that are in a message, and in the details: the last of them. */
const longest = 500;
const longestDetail = 16_000;

/** Why a run failed, for people: the task that did, or else what Ansible wrote. `failed`: the hosts on which the playbook ended. */
export function explainRun(
  file: string,
  plays: readonly PlaybookPlay[],
  failed: readonly string[],
  words: readonly string[],
): SlipwayError {
  const name = plain(basename(file));
  const all = words.join('\n').trim();
  const detail = all.length > longestDetail ? `…${all.slice(-longestDetail)}` : all;
  for (const play of plays.toReversed())
    for (const task of play.tasks.toReversed()) {
      const result = task.results.find(
        ({ host, state }) => failed.includes(host) && (state === 'failed' || state === 'unreachable'),
      );
      if (result === undefined) continue;
      const how = result.state === 'failed' ? 'failed' : 'could not reach its host';
      return new SlipwayError({
        code: 'engine-request-failed',
        message: `${name}: the task “${plain(task.name)}” of the play “${plain(play.name)}” ${how} on ${plain(result.host)}: ${sentence(plain(result.message))}`,
        hint: `Mend what it says, or the task (${plain(task.where)}), and run the playbook again.`,
        detail,
      });
    }
  const said = words.find((line) => line.includes('ERROR')) ?? words.findLast((line) => line.trim() !== '');
  const why = plain(said ?? 'it did not say why').replace(/^\[?ERROR\]?!?:?\s*/, '');
  const place = words.map((line) => /^Origin: (.+:\d+(?::\d+)?)$/.exec(line.trim())?.[1]).find(Boolean);
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `${name} could not be run: ${sentence(why.slice(0, longest))}`,
    hint: place === undefined ? 'The details have all that Ansible wrote.' : `Look at ${plain(place)}.`,
    detail,
  });
}

function sentence(words: string): string {
  return /[.?!…]$/.test(words) ? words : `${words}.`;
}
