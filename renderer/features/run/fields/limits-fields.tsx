import { useId } from 'react';
import type { RunForm } from '../../../state/run-form.ts';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { restartWords } from '../restart-words.ts';
import { type FieldsProps, fieldOf } from './field-props.ts';

interface LimitsFieldsProps extends FieldsProps {
  /** There is nothing else to be written into. */
  readonly autoFocus?: boolean;
}

/** What it may use, and when it is started again. */
export function LimitsFields({ autoFocus = false, ...props }: LimitsFieldsProps) {
  const { form, onChange, problems } = props;
  const [title, described] = [useId(), useId()];
  return (
    <div className="run-stack">
      <div className="field-pair">
        <Field
          label="Memory"
          autoFocus={autoFocus}
          {...fieldOf(props, 'memory')}
          isCode
          placeholder="no limit"
          description="512m, 1.5g"
        />
        <Field
          label="Processors"
          {...fieldOf(props, 'cpus')}
          isCode
          placeholder="no limit"
          description="1.5 is one and a half"
        />
        <Field label="Processes" {...fieldOf(props, 'processes')} isCode placeholder="no limit" />
      </div>
      <div className="field-pair">
        <div className="field">
          <span className="field-label" id={title}>
            Start again
          </span>
          <Select
            className="run-policy"
            labelledBy={title}
            describedBy={described}
            value={form.restart}
            onChange={(restart) => onChange({ restart: restart as RunForm['restart'] })}
            titles={restartWords}
          />
          <span className={problems.restart ? 'field-problem' : 'field-description'} id={described}>
            {problems.restart ?? 'When it ends by itself, or the engine starts.'}
          </span>
        </div>
        <Field
          label="Most tries"
          {...fieldOf(props, 'retries')}
          isDisabled={props.isDisabled || form.restart !== 'on-failure'}
          isCode
          placeholder="no end"
        />
        <div className="field" />
      </div>
    </div>
  );
}
