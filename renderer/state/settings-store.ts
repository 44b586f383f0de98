import { create } from 'zustand';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import type { Setting, SettingKey, SettingValue } from '../../main/contract/settings.ts';
import { call, listen } from '../bridge.ts';
import type { Loaded } from './engine-store.ts';
import { useStatus } from './status-store.ts';

/** Something about some of the settings. */
export type BySetting<T> = { readonly [Key in SettingKey]?: T };

interface SettingsStore {
  readonly settings: Loaded<Setting>;
  /** What stands in a field and is not the setting's value (yet). It stays there when another view is shown. */
  readonly drafts: BySetting<string>;
  /** Why a setting was not changed. */
  readonly problems: BySetting<Failure>;
  /** The values as they were when the engine was last started, as far as this window knows. */
  readonly startedWith: BySetting<SettingValue>;
}

/** The settings, as the host tells them. */
export const useSettings = create<SettingsStore>(() => ({
  settings: { kind: 'loading' },
  drafts: {},
  problems: {},
  startedWith: {},
}));

/** Begins to follow the settings, which the command line, or an editor, may change too. Call once. */
export function followSettings(): void {
  void readSettings();
  listen('settings.changed', () => void readSettings());
  let startedAt = useStatus.getState().status?.boot?.startedAt;
  useStatus.subscribe(({ status }) => {
    if (status === null || status.boot?.startedAt === startedAt) return;
    startedAt = status.boot?.startedAt;
    useSettings.setState({ startedWith: {} });
    void readSettings();
  });
}

/** Reads all settings. What was known stays when that fails. */
export async function readSettings(): Promise<void> {
  try {
    const items = await call('settings.list', {});
    const values = Object.fromEntries(items.map(({ key, value }) => [key, value]));
    useSettings.setState(({ startedWith }) => ({
      settings: { kind: 'loaded', items },
      startedWith: { ...values, ...startedWith },
    }));
  } catch (error) {
    const failure = toFailure(error);
    useSettings.setState(({ settings }) =>
      settings.kind === 'loaded' ? {} : { settings: { kind: 'failed', failure } },
    );
  }
}

/** Writes into a setting's field; nothing is changed yet. */
export function draftSetting(key: SettingKey, text: string): void {
  useSettings.setState(({ drafts, problems }) => ({
    drafts: { ...drafts, [key]: text },
    problems: without(problems, key),
  }));
}

/** Puts a field back to the setting's value. */
export function dropDraft(key: SettingKey): void {
  useSettings.setState(({ drafts, problems }) => ({
    drafts: without(drafts, key),
    problems: without(problems, key),
  }));
}

/** Sets a setting to what stands in its field. When it is refused the text stays there, with the reason. */
export async function commitDraft({ key, value, form }: Setting): Promise<void> {
  const draft = useSettings.getState().drafts[key];
  if (draft === undefined) return;
  // Spaces around a number mean nothing; in a path they may.
  const text = form.kind === 'number' ? draft.trim() : draft;
  if (text === String(value)) dropDraft(key);
  else await change(key, draft, () => call('settings.set', { key, value: text }));
}

/** Sets a setting. */
export async function setSetting(key: SettingKey, value: SettingValue): Promise<void> {
  await change(key, undefined, () => call('settings.set', { key, value }));
}

/** Puts a setting back to its default. */
export async function resetSetting(key: SettingKey): Promise<void> {
  dropDraft(key);
  await change(key, undefined, () => call('settings.unset', { key }));
}

/** One change after the other, or the host might take two of the same setting in the wrong order. */
let last: Promise<void> = Promise.resolve();

function change(key: SettingKey, draft: string | undefined, ask: () => Promise<Setting>): Promise<void> {
  last = last.then(async () => {
    try {
      const changed = await ask();
      useSettings.setState(({ settings, drafts, problems }) => ({
        settings:
          settings.kind === 'loaded'
            ? { kind: 'loaded', items: settings.items.map((one) => (one.key === key ? changed : one)) }
            : settings,
        // Somebody may have typed on meanwhile.
        drafts: drafts[key] === draft ? without(drafts, key) : drafts,
        problems: without(problems, key),
      }));
    } catch (error) {
      const failure = toFailure(error);
      useSettings.setState(({ problems }) => ({ problems: { ...problems, [key]: failure } }));
    }
  });
  return last;
}

function without<T>(all: BySetting<T>, key: SettingKey): BySetting<T> {
  const { [key]: _, ...rest } = all;
  return rest;
}
