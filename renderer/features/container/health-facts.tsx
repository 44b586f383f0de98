import type { ContainerHealth } from '../../../main/contract/engine/container-details.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { visibleOutput } from '../../text/visible-text.ts';
import { Facts } from '../../ui/facts.tsx';

/** What the health check says, and what its last runs wrote. */
export function HealthFacts({ health }: { readonly health: ContainerHealth }) {
  return (
    <Facts
      title="Health"
      facts={[
        {
          name: 'Health',
          value:
            health.failingStreak > 0 ? (
              <span className="state-failed">
                {health.state}, failed {health.failingStreak} times in a row
              </span>
            ) : (
              health.state
            ),
        },
        ...health.probes.map(({ at, exitCode, output }) => ({
          name: formatTime(at),
          value: (
            <>
              exit code {exitCode}
              {output.trim() !== '' && <pre className="code fact-output">{visibleOutput(output.trim())}</pre>}
            </>
          ),
        })),
      ]}
    />
  );
}
