import { Copy } from 'lucide-react';
import { copyText } from '../../state/actions.ts';
import { visibleOutput } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';

/** What the engine itself says of an object. */
export function InspectTab({ json }: { readonly json: string }) {
  return (
    <>
      <div className="page-bar">
        <Button icon={Copy} onPress={() => void copyText(json, 'what the engine says')}>
          Copy
        </Button>
      </div>
      {/* A field that is only read: it can be scrolled, selected and searched by keyboard. */}
      <textarea
        className="code page-scroll page-code"
        aria-label="What the engine says"
        value={visibleOutput(json)}
        spellCheck={false}
        readOnly
      />
    </>
  );
}
