import { expect, it } from 'vitest';
import { pressAll, pressRow } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];

it('turns one row', () => {
  expect([...pressRow(order, new Set(['a']), 'c', null)]).toEqual(['a', 'c']);
  expect([...pressRow(order, new Set(['a', 'c']), 'c', null)]).toEqual(['a']);
});

it('makes a whole range like the row that was pressed, in either direction', () => {
  expect([...pressRow(order, new Set(['a']), 'd', 'b')]).toEqual(['a', 'b', 'c', 'd']);
  expect([...pressRow(order, new Set(order), 'a', 'c')]).toEqual(['d']);
});

it('takes a row before that has gone for none', () => {
  expect([...pressRow(order, new Set(), 'b', 'gone')]).toEqual(['b']);
});

it('chooses all of several rows, or none when all were chosen, and leaves the others', () => {
  expect([...pressAll(['b', 'c'], new Set(['a', 'b']))]).toEqual(['a', 'b', 'c']);
  expect([...pressAll(['b', 'c'], new Set(['a', 'b', 'c']))]).toEqual(['a']);
});
