import { useId } from 'react';
import type { Image } from '../../../../main/contract/engine/images.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { commandLine } from '../../../text/command-line.ts';
import { findImage } from '../../../text/image-reference.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Field } from '../../../ui/field.tsx';
import { isRunLine, type ReadLine, readLine } from '../line/read-line.ts';
import { type FieldsProps, fieldOf } from './field-props.ts';

interface FirstFieldsProps extends FieldsProps {
  /** A whole line was pasted where an image was expected. */
  readonly onLine: (line: ReadLine) => void;
  readonly autoFocus: 'image' | 'name';
  /** What is said of an image that is not here. */
  readonly missingText: string;
  /** It has a name already, which stays. */
  readonly isNameFixed?: boolean;
}

/** What every container needs: an image, and perhaps a name and a command. */
export function FirstFields({
  onLine,
  autoFocus,
  missingText,
  isNameFixed = false,
  ...props
}: FirstFieldsProps) {
  const { form, image } = props;
  const names = useId();
  const images = useEngine((store) => store.images);
  const items = images.kind === 'loaded' ? images.items : [];
  const isMissing =
    images.kind === 'loaded' && form.image.trim() !== '' && findImage(items, form.image) === undefined;
  const own = image === null ? '' : commandLine([...image.entrypoint, ...image.command]);
  return (
    <>
      <div className="field-pair">
        <Field
          label="Image"
          {...fieldOf(props, 'image')}
          list={names}
          placeholder="slipway/busybox"
          autoFocus={autoFocus === 'image'}
          isRequired
          description={isMissing ? missingText : undefined}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            const line = isRunLine(text) ? readLine(text) : undefined;
            // What cannot be read goes where it was pasted.
            if (line?.ok !== true) return;
            event.preventDefault();
            onLine(line.value);
          }}
        />
        <Field
          label="Name"
          {...fieldOf(props, 'name')}
          isDisabled={props.isDisabled || isNameFixed}
          placeholder="Made up when empty"
          autoFocus={autoFocus === 'name'}
        />
      </div>
      <ImageNames id={names} images={items} />
      <Field
        label="Command"
        {...fieldOf(props, 'command')}
        isCode
        placeholder={visibleText(own) || 'The image’s own when empty'}
      />
    </>
  );
}

/** The names of the images that are here, to choose from. */
function ImageNames({ id, images }: { readonly id: string; readonly images: readonly Image[] }) {
  return (
    <datalist id={id}>
      {images
        .flatMap(({ tags }) => tags)
        .map((tag) => (
          <option key={tag} value={visibleText(tag)} />
        ))}
    </datalist>
  );
}
