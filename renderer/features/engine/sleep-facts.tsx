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
          ? 'Containers stand still from now on. Connections to the engine are closed.'
          : 'Containers stand still. Once it is awake they go on in the midst of what they were doing. Until then it takes no memory and no processor time of this computer.'}
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
