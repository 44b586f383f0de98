import { createLucideIcon } from 'lucide-react';

/** Stop, as players have it: filled, since an empty square beside a row looks like a box to tick. */
export const StopIcon = createLucideIcon({
  name: 'stop',
  size: 24,
  node: [['rect', { x: '5', y: '5', width: '14', height: '14', rx: '2', fill: 'currentColor', key: 'stop' }]],
});
