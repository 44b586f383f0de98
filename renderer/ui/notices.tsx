import { BellRing, CircleCheck, CircleX, type LucideIcon, X } from 'lucide-react';
import { dismiss, type Notice, type ShownNotice, useNotices } from '../state/notices.ts';
import { IconButton } from './button.tsx';
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
      </div>
      <IconButton icon={X} label="Dismiss" onPress={() => dismiss(notice.id)} />
    </div>
  );
}
