import { Notification } from 'electron';
import type { DesktopNotice } from './notify-troubles.ts';

/** Those on the screen: one that nobody holds would be collected, and its click with it. */
const shown = new Set<Notification>();

/** Shows a notification of the desktop; nothing where there is none. */
export function showNotification({ title, body }: DesktopNotice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  shown.add(notification);
  notification.on('click', onClick);
  notification.on('close', () => shown.delete(notification));
  notification.show();
}
