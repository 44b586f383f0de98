import { ArrowDownToLine, Search } from 'lucide-react';
import { useState } from 'react';
import { isImageName } from '../../../main/contract/engine/image-name.ts';
import type { FoundImage } from '../../../main/contract/engine/image-search.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';
import { pull } from '../../state/transfers-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
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
  const problem =
    wanted === ''
      ? 'Say which image to pull, or what to search for.'
      : isImageName(wanted)
        ? undefined
        : 'This is not an image’s name. Write it in lower case, with its tag: nginx:1.29.';
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: () => pull(wanted),
    onDone: onClose,
  });
  const find = async () => {
    setSearch({ kind: 'searching' });
    try {
      setSearch({ kind: 'found', term: wanted, images: await call('images.search', { term: wanted }) });
    } catch (error) {
      setSearch({ kind: 'failed', failure: toFailure(error) });
    }
  };
  return (
    <FormDialog
      title="Pull an image"
      submit={submit}
      action="Pull"
      icon={ArrowDownToLine}
      onClose={onClose}
      width={search.kind === 'found' ? 'wide' : 'narrow'}
      beside={
        <Button
          icon={Search}
          isBusy={search.kind === 'searching'}
          isDisabled={wanted === '' || submit.isBusy}
          onPress={() => void find()}
        >
          Search Docker Hub
        </Button>
      }
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        isCode
        placeholder="nginx:1.29"
        description="With a registry before it unless it is on Docker Hub. Without a tag it is “latest”."
        problem={submit.isTried ? problem : undefined}
        isDisabled={submit.isBusy}
      />
      {search.kind === 'failed' && <Problem failure={search.failure} isGrave />}
      {search.kind === 'found' && (
        <FoundImages term={search.term} images={search.images} onChoose={(chosen) => setName(chosen)} />
      )}
    </FormDialog>
  );
}
