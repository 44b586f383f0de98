import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { Select } from './select.tsx';
import '../styles/row-editor.css';

/** One column of rows that are filled in. */
export interface Cell<Row> {
  readonly key: keyof Row & string;
  readonly title: string;
  /** Its part of the width, as CSS grid writes it. */
  readonly width: string;
  /** `lines`: a text that may have several; Enter goes on to the next cell, Shift and Enter begins a line. */
  readonly kind?: 'text' | 'lines' | 'choice' | 'tick';
  readonly placeholder?: string | ((row: Row) => string);
  /** What a choice offers, by value. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Id of a datalist with what can be chosen. */
  readonly list?: string;
  /** There is nothing to fill in for such a row. */
  readonly isUnused?: (row: Row) => boolean;
}

interface RowEditorProps<Row extends object> {
  /** What the rows are, in the plural, and one of them: `Ports`, `port`. */
  readonly label: string;
  readonly one: string;
  readonly rows: readonly Row[];
  /** A row in which nothing was written. */
  readonly empty: Row;
  readonly cells: readonly Cell<Row>[];
  readonly onChange: (rows: readonly Row[]) => void;
  readonly problem: (index: number, key: string) => string | undefined;
  /** Takes a paste into a cell by itself: answers whether it did. */
  readonly onPaste?: (text: string, key: string) => boolean;
  readonly isDisabled?: boolean;
}

/** Rows to fill in. There is always one more, so that the next one needs no button. */
export function RowEditor<Row extends object>(props: RowEditorProps<Row>) {
  const { label, one, rows, empty, cells, onChange, isDisabled = false } = props;
  const list = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const last = rows.at(-1);
  const shown = last !== undefined && isSame(last, empty) ? rows : [...rows, empty];
  const grid = { gridTemplateColumns: [...cells.map(({ width }) => width), '26px'].join(' ') };
  const change = (index: number, part: Partial<Row>) =>
    onChange(
      shown
        .map((row, at) => (at === index ? { ...row, ...part } : row))
        .slice(0, Math.max(rows.length, index + 1)),
    );
  const remove = (index: number) => {
    onChange(rows.filter((_, at) => at !== index));
    // The row after it has its place now: whoever removes several need not look for the next one.
    list.current?.querySelector<HTMLElement>(`[data-row="${index}"] :is(input, textarea, button)`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out, and brings a legend of its own
    <div className="row-editor" role="group" aria-label={label} ref={list}>
      <div className="row-editor-head" style={grid} aria-hidden>
        {cells.map(({ key, title, kind }) => (
          <span key={key}>{kind === 'tick' ? '' : title}</span>
        ))}
      </div>
      {shown.map((row, index) => {
        const problems = cells.flatMap(({ key }) => props.problem(index, key) ?? []);
        const problemId = `${baseId}-${index}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, and all of it is given
          <div key={index} data-row={index}>
            <div className="row-editor-row" style={grid}>
              {cells.map((cell) => (
                <RowCell
                  key={cell.key}
                  cell={cell}
                  row={row}
                  label={`${cell.title} ${index + 1}`}
                  onChange={(value) => change(index, { [cell.key]: value } as Partial<Row>)}
                  onPaste={(text) => props.onPaste?.(text, cell.key) ?? false}
                  isDisabled={isDisabled}
                  isInvalid={props.problem(index, cell.key) !== undefined}
                  describedBy={problems.length > 0 ? problemId : undefined}
                />
              ))}
              {index < rows.length ? (
                <IconButton
                  icon={X}
                  label={`Remove ${one} ${index + 1}`}
                  isDisabled={isDisabled}
                  onPress={() => remove(index)}
                />
              ) : (
                <span />
              )}
            </div>
            {problems.length > 0 && (
              <p className="field-problem" id={problemId}>
                {problems.join(' ')}
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}

interface RowCellProps<Row> {
  readonly cell: Cell<Row>;
  readonly row: Row;
  readonly label: string;
  readonly onChange: (value: string | boolean) => void;
  readonly onPaste: (text: string) => boolean;
  readonly isDisabled: boolean;
  readonly isInvalid: boolean;
  readonly describedBy: string | undefined;
}

function RowCell<Row>(props: RowCellProps<Row>): ReactNode {
  const { cell, row, label, onChange, isDisabled, isInvalid, describedBy } = props;
  if (cell.isUnused?.(row)) return <span />;
  if (cell.kind === 'tick')
    return (
      <Checkbox isSelected={Boolean(row[cell.key])} onChange={onChange} isDisabled={isDisabled}>
        {cell.title}
      </Checkbox>
    );
  if (cell.kind === 'choice')
    return (
      <Select
        className="row-editor-choice"
        label={label}
        value={String(row[cell.key])}
        onChange={onChange}
        titles={cell.titles ?? {}}
      />
    );
  const shared = {
    className: 'input code row-editor-input',
    'aria-label': label,
    'aria-invalid': isInvalid || undefined,
    'aria-describedby': describedBy,
    'data-invalid': isInvalid || undefined,
    value: String(row[cell.key]),
    placeholder: typeof cell.placeholder === 'function' ? cell.placeholder(row) : cell.placeholder,
    disabled: isDisabled,
    spellCheck: false,
    onPaste: (event: ClipboardEvent) => {
      if (props.onPaste(event.clipboardData.getData('text'))) event.preventDefault();
    },
  };
  if (cell.kind !== 'lines')
    return <input {...shared} list={cell.list} onChange={({ target }) => onChange(target.value)} />;
  return (
    <textarea
      {...shared}
      rows={1}
      onChange={({ target }) => onChange(target.value)}
      onKeyDown={(event) => goOnAtEnter(event)}
    />
  );
}

/** Enter leads to the next cell, as a line more is seldom wanted. */
function goOnAtEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey) return;
  event.preventDefault();
  const fields = [
    ...(event.currentTarget.closest('.row-editor')?.querySelectorAll<HTMLElement>('input, textarea') ?? []),
  ];
  fields[fields.indexOf(event.currentTarget) + 1]?.focus();
}

function isSame<Row extends object>(a: Row, b: Row): boolean {
  return (Object.keys(b) as (keyof Row)[]).every((key) => a[key] === b[key]);
}
