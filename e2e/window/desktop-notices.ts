import type { SlipwayWindow } from './window.ts';

/** What the app would have shown on the desktop, kept instead: a machine for tests has none. */
export interface DesktopNotices {
  /** The titles, the first first. */
  titles(): Promise<readonly string[]>;
  /** Presses the first one. */
  pressFirst(): Promise<void>;
}

/** Keeps what the app shows on the desktop from now on. */
export async function keepDesktopNotices({ app }: SlipwayWindow): Promise<DesktopNotices> {
  await app.evaluate(({ Notification }) => {
    const shown: unknown[] = [];
    Object.assign(globalThis, { shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      shown.push(this);
    };
  });
  return {
    titles: () =>
      app.evaluate(() => Reflect.get(globalThis, 'shown').map(({ title }: { title: string }) => title)),
    pressFirst: () => app.evaluate(() => void Reflect.get(globalThis, 'shown')[0].emit('click')),
  };
}
