import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { visibleName } from '../../text/visible-text.ts';

interface DropZoneProps {
  /** Where what is dropped goes. */
  readonly folder: string;
  /** Nothing can be put in here. */
  readonly isOff: boolean;
  readonly onDrop: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

/** Takes files that are dropped on it. By keyboard they are uploaded by the menu beside. */
export function DropZone({ folder, isOff, onDrop, children }: DropZoneProps) {
  // Each element that is crossed is entered and left.
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const hasFiles = ({ dataTransfer }: DragEvent) => !isOff && dataTransfer.types.includes('Files');
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can be chosen by the Upload menu, too
    <div
      className="drop-zone"
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        leave();
        if (!hasFiles(event)) return;
        event.preventDefault();
        onDrop([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver && (
        <div className="drop-mark">
          <Upload size={18} aria-hidden />
          Put into <bdi>{visibleName(folder)}</bdi>
        </div>
      )}
    </div>
  );
}
