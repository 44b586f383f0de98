import { Star } from 'lucide-react';
import type { FoundImage } from '../../../main/contract/engine/image-search.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

interface FoundImagesProps {
  readonly term: string;
  readonly images: readonly FoundImage[];
  /** Takes an image's name into the field, where a tag can be added. */
  readonly onChoose: (name: string) => void;
}

/** What a search on Docker Hub has found. */
export function FoundImages({ term, images, onChoose }: FoundImagesProps) {
  if (images.length === 0)
    return (
      <p className="quiet" role="status">
        Docker Hub has nothing for “{visibleText(term)}”.
      </p>
    );
  return (
    <ul className="found-images" aria-label="Found on Docker Hub">
      {images.map(({ name, description, isOfficial, stars }) => (
        <li key={name}>
          <button type="button" onClick={() => onChoose(name)}>
            <span className="found-name">
              <Untrusted className="strong" text={name} />
              {isOfficial && <span className="found-official">official</span>}
              <span className="found-stars quiet">
                <Star size={11} aria-hidden />
                {stars}
                <span className="visually-hidden"> stars</span>
              </span>
            </span>
            <Untrusted className="quiet" text={description} />
          </button>
        </li>
      ))}
    </ul>
  );
}
