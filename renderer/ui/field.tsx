import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';

interface FieldProps extends Omit<TextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  readonly placeholder?: string;
  /** Said below the field while nothing is wrong with it. */
  readonly description?: string;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
  /** More than one: a field of several lines. */
  readonly lines?: number;
  readonly isCode?: boolean;
  /** Id of a datalist with what can be chosen. */
  readonly list?: string;
}

/** A labelled field for text, with what is wrong with it beside it. */
export function Field({
  label,
  placeholder,
  description,
  problem,
  lines = 1,
  isCode = false,
  list,
  ...rest
}: FieldProps) {
  const className = `input ${isCode ? 'code' : ''}`;
  return (
    <TextField {...rest} className="field" isInvalid={problem !== undefined} validationBehavior="aria">
      <Label className="field-label">{label}</Label>
      {lines > 1 ? (
        <TextArea className={className} rows={lines} placeholder={placeholder} spellCheck={false} />
      ) : (
        <Input className={className} placeholder={placeholder} list={list} spellCheck={false} />
      )}
      {problem === undefined && description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  );
}
