import { HardDrive, Waypoints } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ComposeCheck, ComposeModel, ComposeService } from '../../../main/contract/compose.ts';
import type { Requested } from '../../state/use-request.ts';
import { visibleOutput, visibleText } from '../../text/visible-text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { type Box, boxHeight, boxWidth, type Line, layOutPicture } from './picture-layout.ts';
import type { ProjectRow } from './project-rows.ts';
import { type ServiceRow, serviceRows, serviceState, serviceTone } from './service-rows.ts';
import '../networks/networks.css';

interface PictureTabProps {
  readonly row: ProjectRow;
  readonly check: Requested<ComposeCheck | null>;
  readonly onRetry: () => void;
}

/** How the services, networks and volumes of a project hang together. */
export function PictureTab({ row, check, onRetry }: PictureTabProps) {
  return (
    <RequestState state={check} what="the files" onRetry={onRetry}>
      {(value) => {
        if (value?.kind !== 'valid')
          return (
            <EmptyState icon={Waypoints} title="There is no picture">
              {visibleOutput(value?.said ?? 'Its files are not known.')}
            </EmptyState>
          );
        return <Drawn row={row} model={value.model} />;
      }}
    </RequestState>
  );
}

function Drawn({ row, model }: { readonly row: ProjectRow; readonly model: ComposeModel }) {
  const picture = useMemo(() => layOutPicture(model), [model]);
  const services = useMemo(() => serviceRows(model, row), [model, row]);
  /** Id of the box that is pointed at or has the focus. */
  const [lit, setLit] = useState<string | null>(null);
  const isOf = ({ from, to }: Line) => from.id === lit || to.id === lit;
  const near = useMemo(
    () =>
      new Set([
        lit,
        ...picture.lines.flatMap(({ from, to }) =>
          from.id === lit || to.id === lit ? [from.id, to.id] : [],
        ),
      ]),
    [picture, lit],
  );
  return (
    <ScrollArea label="Picture of the project">
      <div className="map" style={{ width: picture.width, height: picture.height }}>
        <svg className="map-lines" width={picture.width} height={picture.height} aria-hidden>
          <title>Lines of the picture</title>
          <defs>
            <marker
              id="compose-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path className="compose-arrow" d="M0 0L8 4L0 8Z" />
            </marker>
          </defs>
          {picture.lines.map((line) => (
            <path
              key={`${line.from.id} ${line.to.id}`}
              className={`map-line ${line.isDependency ? 'compose-dependency' : ''} ${lit === null ? '' : isOf(line) ? 'is-lit' : 'is-dim'}`}
              d={curve(line)}
              {...(line.isDependency ? { markerEnd: 'url(#compose-arrow)' } : {})}
            />
          ))}
        </svg>
        <ul aria-label="Services, networks and volumes">
          {picture.boxes.map((box) => (
            <li
              key={box.id}
              className="map-place"
              style={{ left: box.x, top: box.y, width: boxWidth, height: boxHeight }}
            >
              <button
                type="button"
                className={`map-box compose-${box.kind} ${lit === null ? '' : near.has(box.id) ? 'is-lit' : 'is-dim'}`}
                onMouseEnter={() => setLit(box.id)}
                onMouseLeave={() => setLit(null)}
                onFocus={() => setLit(box.id)}
                onBlur={() => setLit(null)}
              >
                <BoxText box={box} service={services.find(({ name }) => name === box.name)} />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <p className="quiet compose-legend">
        An arrow leads from a service to one that is started before it. Other lines say which networks and
        volumes it has.
      </p>
      <Relations services={model.services} />
    </ScrollArea>
  );
}

interface BoxTextProps {
  readonly box: Box;
  readonly service: ServiceRow | undefined;
}

function BoxText({ box: { kind, name }, service }: BoxTextProps) {
  const isService = kind === 'service';
  return (
    <>
      <span className="map-name">
        {kind === 'network' && <Waypoints size={13} aria-hidden />}
        {kind === 'volume' && <HardDrive size={13} aria-hidden />}
        {isService && service && <span className={`dot dot-${serviceTone(service)}`} aria-hidden />}
        <Untrusted text={name} />
      </span>
      <Untrusted className="map-note" text={isService && service ? serviceState(service) : kind} />
    </>
  );
}

/** The same for who does not see it. */
function Relations({ services }: { readonly services: readonly ComposeService[] }) {
  return (
    <table className="visually-hidden">
      <caption>What each service has</caption>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Started after</th>
          <th scope="col">Networks</th>
          <th scope="col">Volumes</th>
        </tr>
      </thead>
      <tbody>
        {services.map(({ name, dependsOn, networks, volumes }) => (
          <tr key={name}>
            <td>{visibleText(name)}</td>
            <td>{visibleText(dependsOn.join(', ')) || 'none'}</td>
            <td>{visibleText(networks.join(', ')) || 'none'}</td>
            <td>{visibleText(volumes.map((volume) => volume.name).join(', ')) || 'none'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function curve({ from, to }: Line): string {
  const [x1, x2] = [from.x + boxWidth, to.x];
  const [y1, y2] = [from.y + boxHeight / 2, to.y + boxHeight / 2];
  const bend = Math.max(30, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
