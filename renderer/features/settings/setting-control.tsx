import type { KeyboardEvent } from 'react';
import { Input, TextField } from 'react-aria-components';
import { assertNever } from '../../../main/contract/assert-never.ts';
import type { Setting } from '../../../main/contract/settings.ts';
import { commitDraft, draftSetting, dropDraft, setSetting, useSettings } from '../../state/settings-store.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';

interface SettingControlProps {
  readonly setting: Setting;
  /** Ids of its title, and of all that is said of it. */
  readonly labelledBy: string;
  readonly describedBy: string;
}

/** The field of a setting. A choice and a switch change it at once, a text when it is left or with Return. */
export function SettingControl({ setting, labelledBy, describedBy }: SettingControlProps) {
  const { key, value, form } = setting;
  switch (form.kind) {
    case 'choice':
      return (
        <Select
          labelledBy={labelledBy}
          describedBy={describedBy}
          titles={form.titles}
          value={String(value)}
          onChange={(chosen) => void setSetting(key, chosen)}
        />
      );
    case 'switch':
      return (
        <Switch
          label={setting.title}
          describedBy={describedBy}
          isOn={value === true}
          onChange={(isOn) => void setSetting(key, isOn)}
        />
      );
    case 'number':
      return (
        <SettingField
          describedBy={describedBy}
          setting={setting}
          unit={form.unit}
          className="setting-number"
        />
      );
    case 'text':
      return (
        <SettingField
          describedBy={describedBy}
          setting={setting}
          placeholder={form.whenEmpty}
          className="setting-text"
        />
      );
    default:
      return assertNever(form);
  }
}

interface SettingFieldProps extends Omit<SettingControlProps, 'labelledBy'> {
  readonly className: string;
  readonly unit?: string;
  readonly placeholder?: string;
}

function SettingField({ setting, describedBy, className, unit = '', placeholder }: SettingFieldProps) {
  const { key, value } = setting;
  const draft = useSettings((store) => store.drafts[key]);
  const isRefused = useSettings((store) => store.problems[key] !== undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void commitDraft(setting);
    if (event.key === 'Escape') dropDraft(key);
  };
  return (
    <TextField
      className="setting-field"
      aria-label={setting.title}
      aria-describedby={describedBy}
      value={draft ?? String(value)}
      onChange={(text) => draftSetting(key, text)}
      onBlur={() => void commitDraft(setting)}
      isInvalid={isRefused}
      validationBehavior="aria"
    >
      <Input
        className={`input ${className}`}
        placeholder={placeholder}
        spellCheck={false}
        inputMode={className === 'setting-number' ? 'decimal' : 'text'}
        onKeyDown={onKeyDown}
      />
      {unit !== '' && (
        <span className="setting-unit" aria-hidden>
          {unit}
        </span>
      )}
    </TextField>
  );
}
