import { ArrowDownToLine, Search } from 'lucide-react';
import { useState } from 'react';
import type { FoundImage } from '../../../main/contract/engine/image-search.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';
import { pull } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { FoundImages } from './found-images.tsx';

/** What came of a search. */
type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'searching' }
  | { readonly kind: 'found'; readonly term: string; readonly images: readonly FoundImage[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Asks which image is to be pulled, by name or by a search. How far it is then stands over the list. */
export function PullDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [search, setSearch] = useState<Found>({ kind: 'none' });
  const wanted = name.trim();
  const problem = wanted === '' ? 'Say which image to pull, or what to search for.' : undefined;
  const { isTried, isBusy, failure, onSubmit } = useSubmit(
    problem !== undefined,
    () => pull(wanted),
    onClose,
  );
  const find = async () => {
    setSearch({ kind: 'searching' });
    try {
      setSearch({ kind: 'found', term: wanted, images: await call('images.search', { term: wanted }) });
    } catch (error) {
      setSearch({ kind: 'failed', failure: toFailure(error) });
    }
  };
  return (
    <Dialog
      title="Pull an image"
      isOpen
      onClose={onClose}
      width={search.kind === 'found' ? 'wide' : 'narrow'}
    >
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          isCode
          placeholder="nginx:1.29"
          description="With a registry before it unless it is on Docker Hub. Without a tag it is “latest”."
          problem={isTried ? problem : undefined}
          isDisabled={isBusy}
        />
        {failure !== null && <Problem failure={failure} isGrave />}
        {search.kind === 'failed' && <Problem failure={search.failure} isGrave />}
        {search.kind === 'found' && (
          <FoundImages term={search.term} images={search.images} onChoose={(chosen) => setName(chosen)} />
        )}
        <div className="dialog-actions">
          <span className="dialog-first">
            <Button
              icon={Search}
              isBusy={search.kind === 'searching'}
              isDisabled={wanted === '' || isBusy}
              onPress={() => void find()}
            >
              Search Docker Hub
            </Button>
          </span>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" icon={ArrowDownToLine} isBusy={isBusy}>
            Pull
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
