import { visibleText } from '../text/visible-text.ts';

/** An untrusted text on one line: cut where there is no room, in full on hover, its direction kept to itself. */
export function Untrusted({ text, className }: { readonly text: string; readonly className?: string }) {
  const shown = visibleText(text);
  return (
    <bdi className={`untrusted ${className ?? ''}`} title={shown}>
      {shown}
    </bdi>
  );
}
