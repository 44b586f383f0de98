import { FileText, FolderOpen, Hammer } from 'lucide-react';
import { useId, useState } from 'react';
import { type BuildForm, emptyBuildForm, readBuildForm } from '../../state/build-form.ts';
import { beginBuild, chooseDockerfile, chooseFolder } from '../../state/builds-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import type { PairRow } from '../../state/run-form.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { DialogForm } from '../../ui/form-dialog.tsx';
import { type Cell, RowEditor } from '../../ui/row-editor.tsx';
import { useDiscard } from '../run/use-discard.tsx';
import { usePointer } from '../run/use-pointer.ts';
import { SecretFields } from './secret-fields.tsx';
import '../run/run.css';
import './build-dialog.css';

interface BuildDialogProps {
  readonly begin: Partial<BuildForm>;
  readonly onClose: () => void;
}

/** Asks what is to be built and with what, and begins it. */
export function BuildDialog({ begin, onClose }: BuildDialogProps) {
  const [first] = useState<BuildForm>({ ...emptyBuildForm, ...begin });
  const [form, setForm] = useState(first);
  const { formRef, pointAtProblem } = usePointer();
  const change = (part: Partial<BuildForm>) => setForm((now) => ({ ...now, ...part }));
  const { options, problems } = readBuildForm(form);
  const submit = useSubmit({
    isWrong: options === null,
    // Of secrets no copy is kept to compare with.
    sent: { ...form, secrets: form.secrets.map(({ id }) => id) },
    work: async () => {
      if (options !== null) await beginBuild(options);
    },
    onDone: onClose,
    onWrong: pointAtProblem,
  });
  const { leave, question } = useDiscard(
    JSON.stringify(form) !== JSON.stringify(first) && !submit.isBusy,
    onClose,
    'The form is filled in, and nothing was built yet.',
  );
  const shown = submit.isTried ? problems : {};
  const field = (key: 'tags' | 'target' | 'platform') => ({
    value: form[key],
    onChange: (value: string) => change({ [key]: value }),
    problem: shown[key],
    isDisabled: submit.isBusy,
    isCode: true,
  });
  const ids = { stages: useId(), platforms: useId() };
  return (
    <Dialog title="Build an image" isOpen onClose={leave} width="large" isDismissable={false}>
      <DialogForm submit={submit} action="Build" icon={Hammer} onClose={leave} formRef={formRef}>
        <div className="run-fields build-fields">
          <SourceField form={form} onChange={change} problem={shown.source} isDisabled={submit.isBusy} />
          <Field label="Names" placeholder="shop/web:latest" {...field('tags')} />
          <div className="field-pair">
            <Field label="Stage" placeholder="the last one" list={ids.stages} {...field('target')} />
            <Field
              label="Platform"
              placeholder="the engine’s own"
              list={ids.platforms}
              {...field('platform')}
            />
          </div>
          <datalist id={ids.stages}>
            {form.source?.stages.map((stage) => (
              <option key={stage} value={stage} />
            ))}
          </datalist>
          <datalist id={ids.platforms}>
            {platforms.map((platform) => (
              <option key={platform} value={platform} />
            ))}
          </datalist>
          <ArgumentFields form={form} onChange={change} problems={shown} isDisabled={submit.isBusy} />
          <SecretFields
            rows={form.secrets}
            onChange={(secrets) => change({ secrets })}
            problems={shown}
            isDisabled={submit.isBusy}
          />
          <div className="build-ticks">
            <Checkbox
              isSelected={form.isWithoutCache}
              onChange={(isWithoutCache) => change({ isWithoutCache })}
              isDisabled={submit.isBusy}
            >
              Without the cache
            </Checkbox>
            <Checkbox
              isSelected={form.isPulling}
              onChange={(isPulling) => change({ isPulling })}
              isDisabled={submit.isBusy}
            >
              Look for newer base images
            </Checkbox>
          </div>
        </div>
      </DialogForm>
      {question}
    </Dialog>
  );
}

const platforms = ['linux/amd64', 'linux/arm64'];

interface PartProps {
  readonly form: BuildForm;
  readonly onChange: (part: Partial<BuildForm>) => void;
  readonly isDisabled: boolean;
}

/** Which folder, and which Dockerfile. */
function SourceField({
  form: { source },
  onChange,
  problem,
  isDisabled,
}: PartProps & { readonly problem: string | undefined }) {
  const problemId = useId();
  const choose = async (ask: () => ReturnType<typeof chooseFolder>) => {
    try {
      const chosen = await ask();
      if (chosen !== null) onChange({ source: chosen });
    } catch (error) {
      notifyFailure(error);
    }
  };
  const isMissing = source !== null && source.dockerfile === null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out, and brings a legend of its own
    <div className="field" role="group" aria-label="What to build" aria-describedby={problemId}>
      <dl className="build-source">
        <dt>Folder</dt>
        <dd>
          {source === null ? (
            <span className="faint">none chosen</span>
          ) : (
            <code>{visibleText(source.folder.path)}</code>
          )}
        </dd>
        <dt>Dockerfile</dt>
        <dd>
          {source === null || source.dockerfile === null ? (
            <span className="faint">{isMissing ? 'none in this folder' : 'the one in the folder'}</span>
          ) : (
            <code>{visibleText(source.dockerfile.path)}</code>
          )}
        </dd>
      </dl>
      <div className="build-offers">
        <Button
          icon={FolderOpen}
          isDisabled={isDisabled}
          autoFocus={source === null}
          onPress={() => void choose(chooseFolder)}
          {...(problem === undefined ? {} : { 'aria-describedby': problemId })}
        >
          Choose a folder…
        </Button>
        <Button
          icon={FileText}
          isDisabled={isDisabled}
          onPress={() => void choose(() => chooseDockerfile(source?.folder))}
        >
          Choose a Dockerfile…
        </Button>
      </div>
      <span className="field-problem" id={problemId}>
        {problem}
      </span>
    </div>
  );
}

/** The arguments; those that the Dockerfile has are offered. */
function ArgumentFields({
  form,
  onChange,
  problems,
  isDisabled,
}: PartProps & { readonly problems: Readonly<Record<string, string>> }) {
  const names = useId();
  const known = form.source?.arguments ?? [];
  const cells: readonly Cell<PairRow>[] = [
    { key: 'name', title: 'Argument', width: '1fr', placeholder: 'NAME', list: names },
    {
      key: 'value',
      title: 'Value',
      width: '1.8fr',
      placeholder: ({ name }) => known.find((one) => one.name === name)?.value ?? '',
    },
  ];
  return (
    <>
      <RowEditor
        label="Arguments"
        one="argument"
        rows={form.arguments}
        empty={{ name: '', value: '' }}
        cells={cells}
        onChange={(rows) => onChange({ arguments: rows })}
        problem={(index, key) => problems[`arguments.${index}.${key}`]}
        isDisabled={isDisabled}
      />
      <datalist id={names}>
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p className="field-description">
        Arguments stay in the image and in BuildKit’s history: what is secret goes below.
      </p>
    </>
  );
}
