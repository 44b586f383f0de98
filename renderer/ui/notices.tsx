import { BellRing, CircleCheck, CircleX, type LucideIcon, X } from 'lucide-react';
import { useDialog } from '../state/dialogs.ts';
import {
  dismiss,
  type Notice,
  type Offer,
  type ShownNotice,
  takeOffer,
  useNotices,
} from '../state/notices.ts';
import { Button, IconButton } from './button.tsx';
import { FailureText } from './failure-text.tsx';

/** What came of the user's actions, in the corner of the window. A screen reader hears it without moving. */
export function Notices() {
  const notices = useNotices((store) => store.notices);
  return (
    <section className="notices" aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

const icons: Readonly<Record<Notice['kind'], LucideIcon>> = {
  done: CircleCheck,
  news: BellRing,
  failure: CircleX,
};

function NoticeCard({ notice }: { readonly notice: ShownNotice }) {
  const failed = notice.kind === 'failure';
  const Icon = icons[notice.kind];
  return (
    <div className={`notice notice-${notice.kind}`} role={failed ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <div className="notice-text">
        {notice.kind === 'failure' ? <FailureText failure={notice.failure} /> : <p>{notice.text}</p>}
        {notice.kind !== 'done' && notice.offers !== undefined && (
          <Offers id={notice.id} offers={notice.offers} />
        )}
      </div>
      <IconButton icon={X} label="Dismiss" onPress={() => dismiss(notice.id)} />
    </div>
  );
}

function Offers({ id, offers }: { readonly id: number; readonly offers: readonly Offer[] }) {
  // What is written into a dialog is not left for one that an offer opens.
  const hasDialog = useDialog((store) => store.open !== null);
  return (
    <div className="notice-offers">
      {offers.map((offer) => (
        <Button key={offer.title} isDisabled={hasDialog} onPress={() => takeOffer(id, offer)}>
          {offer.title}
        </Button>
      ))}
    </div>
  );
}
