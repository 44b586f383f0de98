import { expect, it } from 'vitest';
import { stepMarks } from './step-marks.ts';

const failure = { code: 'internal', message: 'It could not be started.', hint: '' } as const;
const done = { kind: 'done', id: 'new', oldName: 'web-old', isHealthy: null } as const;

it('the last step goes on until all is over', () => {
  expect(stepMarks(['create', 'stop'], null)).toEqual(['done', 'under way']);
  expect(stepMarks(['create', 'stop'], done)).toEqual(['done', 'done']);
});

it('the step before the way back has failed, at once and in the end', () => {
  const steps = ['create', 'stop', 'swap', 'start', 'back'] as const;
  const before = ['done', 'done', 'done', 'failed'];
  expect(stepMarks(steps, null)).toEqual([...before, 'under way']);
  expect(stepMarks(steps, { kind: 'back', isBack: true, failure })).toEqual([...before, 'done']);
  expect(stepMarks(steps, { kind: 'back', isBack: false, failure })).toEqual([...before, 'failed']);
});

it('the last step has failed where there was no way back to take', () => {
  expect(stepMarks(['create'], { kind: 'back', isBack: true, failure })).toEqual(['failed']);
  expect(stepMarks(['create'], { kind: 'failed', failure })).toEqual(['failed']);
});

it('a health check that does not say that all is well has no tick', () => {
  expect(stepMarks(['watch', 'health'], { ...done, isHealthy: false })).toEqual(['done', 'failed']);
  expect(stepMarks(['watch', 'health'], { ...done, isHealthy: true })).toEqual(['done', 'done']);
});
