import { ArrowDownUp, X } from 'lucide-react';
import { type Carrier, useCarriers } from '../state/carriers-store.ts';
import { carrierNote } from '../text/carrier-note.ts';
import { IconButton } from './button.tsx';
import { Progress } from './progress.tsx';

/** Files on their way, in the corner of the window. */
export function Carriers() {
  const carriers = useCarriers((store) => store.carriers);
  if (carriers.length === 0) return null;
  return (
    <ul className="carriers" aria-label="Files on their way">
      {carriers.map((carrier) => (
        <CarrierCard key={carrier.id} carrier={carrier} />
      ))}
    </ul>
  );
}

function CarrierCard({ carrier }: { readonly carrier: Carrier }) {
  const { title, bytes, total, isEnding, isFinal, cancel } = carrier;
  const note = carrierNote(carrier);
  // What nobody knows for sure is never told to be done.
  const part = total === null || total === 0 ? null : Math.min(0.99, bytes / total);
  return (
    <li className="notice carrier">
      <ArrowDownUp size={16} aria-hidden />
      <div className="notice-text">
        <p>{title}</p>
        <Progress label={title} part={part} text={note} />
        <p className="quiet carrier-note">{note}</p>
      </div>
      <IconButton icon={X} label={`Cancel: ${title}`} isDisabled={isEnding || isFinal} onPress={cancel} />
    </li>
  );
}
