import type { z } from 'zod';
import type { BuildSource, BuildTemplate, buildOptions } from '../../main/contract/builds.ts';
import { isImageName } from '../../main/contract/engine/image-name.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import type { PairRow } from './run-form.ts';

/** A secret in the form: a text, or a file that was chosen. */
export interface SecretRow {
  readonly id: string;
  readonly text: string;
  readonly file: ChosenFile | null;
}

/** What is written into the form of a build. */
export interface BuildForm {
  /** Null until a folder is chosen. */
  readonly source: BuildSource | null;
  /** Words. */
  readonly tags: string;
  readonly target: string;
  readonly platform: string;
  readonly arguments: readonly PairRow[];
  readonly secrets: readonly SecretRow[];
  readonly isWithoutCache: boolean;
  readonly isPulling: boolean;
}

/** What a build is sent with. */
export type BuildOptions = z.input<typeof buildOptions>;

/** Nothing written yet. */
export const emptyBuildForm: BuildForm = {
  ...{ source: null, tags: '', target: '', platform: '', arguments: [], secrets: [] },
  ...{ isWithoutCache: false, isPulling: false },
};

/** The form that makes the same build again. The texts of secrets were kept nowhere. */
export function formOf({ source, description, secretFiles }: BuildTemplate): BuildForm {
  return {
    source,
    tags: description.tags.join(' '),
    target: description.target,
    platform: description.platform,
    arguments: description.arguments,
    secrets: description.secrets.map(({ id }) => ({ id, text: '', file: secretFiles[id] ?? null })),
    isWithoutCache: description.isWithoutCache,
    isPulling: description.isPulling,
  };
}

/** What is wrong with a form, by field: `tags`, `arguments.0.name`. */
export type BuildProblems = Readonly<Record<string, string>>;

/** Reads a form: what to send, or what is wrong with it. */
export function readBuildForm(form: BuildForm): {
  readonly options: BuildOptions | null;
  readonly problems: BuildProblems;
} {
  const problems: Record<string, string> = {};
  const tags = words(form.tags);
  const wrong = tags.find((tag) => !isImageName(tag));
  if (form.source === null) problems.source = 'Choose what to build.';
  else if (form.source.dockerfile === null) problems.source = 'This folder has no Dockerfile: choose one.';
  if (wrong !== undefined) problems.tags = `“${wrong}” is not the name of an image.`;
  if (!/^[\w.-]*$/.test(form.target.trim())) problems.target = 'Stages are called by letters, digits, - . _';
  if (!/^[\w./,-]*$/.test(form.platform.trim())) problems.platform = 'Such as linux/arm64.';
  form.arguments.forEach(({ name, value }, index) => {
    if (name.trim() === '' && value === '') return;
    if (!/^[A-Za-z_][\w.]{0,199}$/.test(name.trim()))
      problems[`arguments.${index}.name`] = 'Its name has letters, digits and _ only.';
  });
  form.secrets.forEach(({ id, text, file }, index) => {
    if (!/^[\w.-]{1,200}$/.test(id.trim()))
      problems[`secrets.${index}.id`] = 'It needs the id that the Dockerfile has for it.';
    else if (file === null && text === '') problems[`secrets.${index}.text`] = 'It needs a text.';
  });
  const { source } = form;
  if (source === null || source.dockerfile === null || Object.keys(problems).length > 0)
    return { options: null, problems };
  return {
    problems,
    options: {
      folder: source.folder.id,
      dockerfile: source.dockerfile.id,
      target: form.target.trim(),
      platform: form.platform.trim(),
      tags: [...tags],
      arguments: form.arguments
        .filter(({ name }) => name.trim() !== '')
        .map(({ name, value }) => ({ name: name.trim(), value })),
      secrets: form.secrets.map(({ id, text, file }) => ({
        id: id.trim(),
        from: file === null ? { text } : { file: file.id },
      })),
      isWithoutCache: form.isWithoutCache,
      isPulling: form.isPulling,
    },
  };
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
