import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import { copyText } from '../../state/actions.ts';
import { hasTooLongLine, visibleOutput } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';

/** What the engine itself says of an object. */
export function InspectTab({ json }: { readonly json: string }) {
  const isCut = useMemo(() => hasTooLongLine(json), [json]);
  const shown = useMemo(() => visibleOutput(json), [json]);
  return (
    <>
      <div className="page-bar">
        {isCut && <span className="quiet">Very long values are cut here. Copied they are whole.</span>}
        <Button icon={Copy} onPress={() => void copyText(json, 'what the engine says')}>
          Copy
        </Button>
      </div>
      {/* A field that is only read: it can be scrolled, selected and searched by keyboard. */}
      <textarea
        className="code page-scroll page-code"
        aria-label="What the engine says"
        value={shown}
        spellCheck={false}
        readOnly
      />
    </>
  );
}
