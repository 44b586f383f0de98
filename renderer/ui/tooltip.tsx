import { useEffect, useRef, useState } from 'react';
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components';
import { followTooltips } from './follow-tooltips.ts';

/** Names an element that shows a picture alone: for who does not see it, and beside it on hover and focus. */
export function named(label: string) {
  return { 'aria-label': label, 'data-tooltip': '' };
}

/** The window's one tooltip, beside whatever is {@link named}. */
export function Tooltips() {
  const [text, setText] = useState<string | null>(null);
  const owner = useRef<Element>(null);
  useEffect(
    () =>
      followTooltips((element) => {
        owner.current = element;
        setText(element?.getAttribute('aria-label') ?? null);
      }),
    [],
  );
  if (text === null) return null;
  return (
    // The library's tooltip reads this even where it has no trigger of its own.
    <TooltipTriggerStateContext value={followed}>
      {/* Made anew for each text: its place is worked out for the element that it opens at. */}
      <Tooltip key={text} className="tooltip" offset={6} triggerRef={owner} isOpen>
        {text}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}

const followed = { isOpen: true, shouldSkipAnimation: true, open: () => undefined, close: () => undefined };
