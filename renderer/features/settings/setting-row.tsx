import { RotateCcw } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { Setting } from '../../../main/contract/settings.ts';
import { resetSetting, useSettings } from '../../state/settings-store.ts';
import { useWantedSetting } from '../../state/wanted-setting.ts';
import { settingProblemText, settingValueText } from '../../text/setting-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { SettingControl } from './setting-control.tsx';

/** A setting: what it is called and means, its default, its field, the way back to the default. */
export function SettingRow({ setting }: { readonly setting: Setting }) {
  const { key, title, description, form, value, default: byDefault } = setting;
  const problem = useSettings((store) => store.problems[key]);
  const hasDraft = useSettings((store) => store.drafts[key] !== undefined);
  const id = useId();
  const control = useRef<HTMLDivElement>(null);
  const isWanted = useWantedSetting((store) => store.key === key);
  useEffect(() => {
    if (!isWanted) return;
    useWantedSetting.setState({ key: null });
    control.current?.scrollIntoView({ block: 'center' });
    control.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [isWanted]);
  const defaultText = settingValueText(form, byDefault);
  return (
    <div className="setting" data-setting={key}>
      <div className="setting-words">
        <div id={`${id}-title`} className="setting-title">
          {title}
        </div>
        <p id={`${id}-text`} className="setting-description">
          {visibleText(description)}. Default: {defaultText}.
        </p>
      </div>
      <div className="setting-control" ref={control}>
        <SettingControl
          setting={setting}
          labelledBy={`${id}-title`}
          describedBy={`${id}-text ${id}-problem`}
        />
      </div>
      <div className="setting-reset">
        {(value !== byDefault || hasDraft) && (
          <IconButton
            icon={RotateCcw}
            label={`Reset ${title} to ${defaultText}`}
            onPress={() => {
              void resetSetting(key);
              // The button goes away under the focus.
              control.current?.querySelector<HTMLElement>('input, button')?.focus();
            }}
          />
        )}
      </div>
      <p id={`${id}-problem`} className="setting-problem" role="alert">
        {problem !== undefined && visibleText(settingProblemText(problem))}
      </p>
    </div>
  );
}
