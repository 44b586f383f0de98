import type { FormSwitches } from '../../../state/run-form.ts';
import { commandLine } from '../../../text/command-line.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { type FieldsProps, fieldOf } from './field-props.ts';

/** What each says, in the order in which they stand. */
const switches: readonly { readonly key: keyof FormSwitches; readonly title: string }[] = [
  { key: 'tty', title: 'With a terminal' },
  { key: 'removeWhenDone', title: 'Remove when it ends' },
  { key: 'interactive', title: 'Keep its input open' },
  { key: 'init', title: 'A first process that cleans up' },
  { key: 'readOnly', title: 'Read-only root file system' },
  { key: 'privileged', title: 'Privileged: as root in the VM' },
];

/** Who runs in it and what, its rights, and what is on or off. */
export function MoreFields(props: FieldsProps) {
  const { form, onChange, image, isDisabled } = props;
  const own = (text: string | undefined) => visibleText(text || 'the image’s own');
  const turn = (key: keyof FormSwitches, isOn: boolean) =>
    // A shell with a terminal and nothing to read from would end at once.
    onChange(key === 'tty' && isOn ? { tty: true, interactive: true } : { [key]: isOn });
  return (
    <div className="run-stack">
      <div className="field-pair">
        <Field
          label="Entrypoint"
          {...fieldOf(props, 'entrypoint')}
          isCode
          placeholder={own(image ? commandLine(image.entrypoint) : '')}
        />
        <Field label="User" {...fieldOf(props, 'user')} isCode placeholder={own(image?.user)} />
        <Field
          label="Working folder"
          {...fieldOf(props, 'workingFolder')}
          isCode
          placeholder={own(image?.workingFolder)}
        />
      </div>
      <div className="field-pair">
        <Field
          label="Add capabilities"
          {...fieldOf(props, 'capAdd')}
          isCode
          placeholder="NET_ADMIN SYS_PTRACE"
        />
        <Field label="Drop capabilities" {...fieldOf(props, 'capDrop')} isCode placeholder="ALL" />
      </div>
      <div className="run-switches">
        {switches.map(({ key, title }) => (
          <Checkbox
            key={key}
            isSelected={form[key]}
            onChange={(isOn) => turn(key, isOn)}
            isDisabled={isDisabled}
          >
            {title}
          </Checkbox>
        ))}
      </div>
    </div>
  );
}
