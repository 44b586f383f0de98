import { expect, test, vi } from 'vitest';
import { draftRules, ruleComplaint, rulesOf } from './clean-up.ts';

vi.mock('../bridge.ts', () => ({ call: vi.fn(), listen: vi.fn() }));

test('a rule that was kept counts, and one that was not shows what is usual', () => {
  expect(draftRules({ 'images.unusedAfterDays': 14, 'images.oldAfterDays': 0 })).toEqual({
    age: { isOn: false, text: '90' },
    use: { isOn: true, text: '14' },
    size: { isOn: false, text: '20' },
  });
});

test('only rules that count are asked about', () => {
  const drafts = draftRules({ 'images.mostGB': 1.5 });
  expect(rulesOf(drafts)).toEqual({ olderThanDays: null, unusedForDays: null, mostBytes: 1_500_000_000 });
});

test.each(['', ' ', '0', '-1', 'many', '1e9'])('%j is no number for a rule', (text) => {
  const drafts = draftRules({});
  expect(rulesOf({ ...drafts, age: { isOn: true, text } })).toBeUndefined();
  expect(rulesOf({ ...drafts, age: { isOn: false, text } })).toBeDefined();
});

test('takes as much for each rule as its setting does, and says how much that is', () => {
  const drafts = draftRules({});
  const sized = (text: string) => ({ ...drafts, size: { isOn: true, text } });
  expect(rulesOf(sized('36501'))).toMatchObject({ mostBytes: 36_501e9 });
  expect(ruleComplaint(sized('100000'))).toBeUndefined();
  expect(ruleComplaint(sized('100001'))).toBe('The number of GB must be above 0 and at most 100,000.');
  expect(ruleComplaint({ ...drafts, age: { isOn: true, text: '0' } })).toContain('at most 36,500');
});
