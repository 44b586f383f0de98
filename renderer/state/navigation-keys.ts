import { goBack, goForward } from './view-store.ts';

/** Which way a key leads: Alt and an arrow, or with Cmd a bracket, where Alt and an arrow moves by words. */
export function stepOfKey(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'metaKey' | 'ctrlKey'>): -1 | 0 | 1 {
  if (event.ctrlKey) return 0;
  const back = event.metaKey ? '[' : 'ArrowLeft';
  const forward = event.metaKey ? ']' : 'ArrowRight';
  if (!event.metaKey && !event.altKey) return 0;
  if (event.key === back) return -1;
  return event.key === forward ? 1 : 0;
}

/** Goes back and forward by keys and by the mouse's side buttons (3 and 4). Call once. */
export function followNavigationKeys(): void {
  addEventListener('keydown', (event) => {
    const step = stepOfKey(event);
    if (step === 0) return;
    event.preventDefault();
    move(step);
  });
  addEventListener('mouseup', ({ button }) => {
    if (button === 3) move(-1);
    if (button === 4) move(1);
  });
}

function move(step: -1 | 1): void {
  if (step === -1) goBack();
  else goForward();
}
