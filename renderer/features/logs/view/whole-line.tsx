import { useCallback } from 'react';
import type { WholeLine } from '../../../../main/contract/engine/logs.ts';
import { formatSize } from '../../../../main/contract/format.ts';
import { call } from '../../../bridge.ts';
import { copyText } from '../../../state/actions.ts';
import { useRequest } from '../../../state/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RequestState } from '../../../ui/request-state.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import type { LogLine } from '../store/log-store.ts';
import { cleanLine } from '../text/clean-text.ts';
import { createStyleTable } from '../text/style-table.ts';

/** Characters of a part: the browser lays out those in view alone. */
const partLength = 8_192;

interface WholeLineDialogProps {
  readonly line: LogLine;
  /** Whole id. */
  readonly container: string;
  /** It is a task of a Swarm, and no container. */
  readonly isTask: boolean;
  readonly onClose: () => void;
}

/** A line that is too long for its row, in full. */
export function WholeLineDialog({ line, container, isTask, onClose }: WholeLineDialogProps) {
  const ask = useCallback(async (): Promise<WholeLine> => {
    const { text, time, isError, leftOut } = line;
    return leftOut === 0 ? { text, leftOut } : call('logs.line', { container, isTask, time, isError });
  }, [line, container, isTask]);
  const { state, again } = useRequest(ask);
  return (
    <Dialog title="The whole line" isOpen onClose={onClose} width="wide">
      <RequestState state={state} what="the line" onRetry={again}>
        {(whole) => <Content whole={whole} onClose={onClose} />}
      </RequestState>
    </Dialog>
  );
}

function Content({
  whole: { text, leftOut },
  onClose,
}: {
  readonly whole: WholeLine;
  readonly onClose: () => void;
}) {
  const clean = cleanLine(text, createStyleTable()).text;
  return (
    <>
      <ScrollArea label="Text of the line" className="log-whole code">
        {partsOf(clean).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that does not change
          <div key={index} className="log-whole-part">
            <bdi>{part}</bdi>
          </div>
        ))}
      </ScrollArea>
      <div className="dialog-actions">
        <p className="dialog-note">
          {formatSize(new TextEncoder().encode(clean).length)}
          {leftOut > 0 && `, and ${formatSize(leftOut)} more that only a saved file has`}
        </p>
        <Button onPress={() => void copyText(clean, 'the line')}>Copy</Button>
        <Button kind="primary" onPress={onClose} autoFocus>
          Close
        </Button>
      </div>
    </>
  );
}

function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += parts.at(-1)?.length ?? text.length) {
    // A character of two units stays whole.
    const isHalf = /[\ud800-\udbff]/.test(text.charAt(at + partLength - 1));
    parts.push(text.slice(at, at + partLength + (isHalf ? 1 : 0)));
  }
  return parts;
}
