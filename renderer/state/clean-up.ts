import { shortImageName } from '../../main/contract/engine/image-name.ts';
import type { RemovableImage, RetentionRules } from '../../main/contract/engine/retention.ts';
import { ruleLimits } from '../../main/contract/engine/rule-limits.ts';
import type { SettingKey, SettingValue } from '../../main/contract/settings.ts';
import { call } from '../bridge.ts';
import { formatCount } from '../text/format.ts';
import { setSetting, useSettings } from './settings-store.ts';
import { trackMany } from './track-many.ts';

const bytesOfGB = 1e9;

/** A rule as it stands in the form: what is written into its field, and whether it counts. */
export interface RuleDraft {
  readonly isOn: boolean;
  readonly text: string;
}

/** The three rules as they stand in the form. */
export interface RuleDrafts {
  readonly age: RuleDraft;
  readonly use: RuleDraft;
  readonly size: RuleDraft;
}

const rules = ['age', 'use', 'size'] as const satisfies readonly (keyof RuleDrafts)[];

/** What each rule counts. */
const titles = { age: 'of days', use: 'of days', size: 'of GB' } as const;

/** Where each rule is kept; there 0 is none. */
const keys = {
  age: 'images.oldAfterDays',
  use: 'images.unusedAfterDays',
  size: 'images.mostGB',
} as const satisfies Record<keyof RuleDrafts, SettingKey>;

/** What a field shows of a rule that does not count. */
const usual: Readonly<Record<keyof RuleDrafts, string>> = { age: '90', use: '30', size: '20' };

/** The rules as they were last used. */
export function draftRules(values: Readonly<Partial<Record<SettingKey, SettingValue>>>): RuleDrafts {
  const draft = (rule: keyof RuleDrafts): RuleDraft => {
    const value = Number(values[keys[rule]] ?? 0);
    return { isOn: value > 0, text: value > 0 ? String(value) : usual[rule] };
  };
  return { age: draft('age'), use: draft('use'), size: draft('size') };
}

/** The number in a rule's field; undefined when it is none that the rule can have. */
export function ruleNumber(rule: keyof RuleDrafts, { text }: RuleDraft): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value > 0 && value <= ruleLimits[rule] ? value : undefined;
}

/** What is wrong with the first rule that counts and has no number; undefined when none is. */
export function ruleComplaint(drafts: RuleDrafts): string | undefined {
  const wrong = rules.find((rule) => drafts[rule].isOn && ruleNumber(rule, drafts[rule]) === undefined);
  if (wrong === undefined) return undefined;
  return `The number ${titles[wrong]} must be above 0 and at most ${formatCount(ruleLimits[wrong])}.`;
}

/** What the rules say; undefined while one that counts has no number. */
export function rulesOf(drafts: RuleDrafts): RetentionRules | undefined {
  const numbers = rules.map((rule) => (drafts[rule].isOn ? ruleNumber(rule, drafts[rule]) : null));
  if (numbers.includes(undefined)) return undefined;
  const [olderThanDays = null, unusedForDays = null, most = null] = numbers;
  return {
    olderThanDays,
    unusedForDays,
    mostBytes: most === null ? null : Math.round(most * bytesOfGB),
  };
}

/** Removes images with all of their names, and keeps the rules for the next time. Never rejects. */
export async function cleanUp(images: readonly RemovableImage[], drafts: RuleDrafts): Promise<void> {
  const { settings } = useSettings.getState();
  for (const rule of rules) {
    const value = drafts[rule].isOn ? (ruleNumber(rule, drafts[rule]) ?? 0) : 0;
    const known =
      settings.kind === 'loaded' ? settings.items.find(({ key }) => key === keys[rule]) : undefined;
    if (known?.value !== value) await setSetting(keys[rule], value);
  }
  const words = { underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'image', many: 'images' };
  await trackMany(
    images.map((image) => ({ ...image, name: shortImageName(image.tags[0] ?? image.id) })),
    words,
    // By force the engine would take it from containers, too.
    async ({ id, tags }) => {
      for (const reference of tags.length === 0 ? [id] : tags) await call('images.remove', { reference, id });
    },
  );
}
