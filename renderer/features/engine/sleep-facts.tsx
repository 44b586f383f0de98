import { formatAge, formatSize } from '../../../main/contract/format.ts';
import { isFallingAsleep, type Status } from '../../../main/contract/status.ts';
import { formatMoment } from '../../text/format.ts';
import { Fact, SocketFact } from './engine-facts.tsx';

/** What sleep means, what it takes, and what ends it. */
export function SleepFacts({ status, now }: { readonly status: Status; readonly now: number }) {
  const { sleep, socket } = status;
  return (
    <>
      <p className="sleep-words">
        {isFallingAsleep(status)
          ? 'Containers stand still from here on. Connections to the engine are closed.'
          : 'Containers stand still, and go on in the midst of what they were doing once it is awake. Until then there is no virtual machine: nothing of this computer’s memory and processor is taken.'}
      </p>
      {!isFallingAsleep(status) && (
        <dl className="engine-facts">
          {sleep !== null && (
            <>
              <Fact name="Asleep since">
                {formatMoment(sleep.since, now)}
                <span className="quiet">, {formatAge(sleep.since, now)}</span>
              </Fact>
              <Fact name="Saved memory">
                {formatSize(sleep.bytes)} <span className="quiet">on disk, until it wakes</span>
              </Fact>
            </>
          )}
          <Fact name="Wakes with">
            any docker command <span className="quiet">or any other client of the socket</span>
          </Fact>
          {socket !== null && <SocketFact socket={socket} />}
        </dl>
      )}
    </>
  );
}
