import { describe, expect, it } from 'vitest';
import type { LogLines } from '../../../../main/contract/engine/logs.ts';
import { LogStore } from '../store/log-store.ts';
import { compile, type Expression, problemOf } from './expression.ts';
import { createSearchCore } from './search-core.ts';
import { marksIn, tryOn } from './search-text.ts';
import { withinLine } from './within-line.ts';

const regular = (text: string, matchCase = false): Expression => ({ text, isRegular: true, matchCase });

const lines = [
  'GET /a 200',
  'error: refused',
  'Error: timeout',
  '',
  '  spaced  ',
  'GET /b 502',
  'größe 5',
  'x',
];

function storeOf(content: readonly string[]): LogStore {
  const store = new LogStore();
  const piece: LogLines = {
    kind: 'lines',
    bytes: new TextEncoder().encode(content.map((line) => `${line}\n`).join('')),
    times: new Float64Array(content.length),
    origins: new Uint32Array(content.length),
    cuts: [],
  };
  store.add(piece);
  return store;
}

function find(expression: Expression, content: readonly string[] = lines): readonly number[] {
  const answer = createSearchCore();
  const parts = storeOf(content)
    .chunksFrom(0)
    .map((chunk) => ({ chunk: chunk.share(), from: 0, to: chunk.lines }));
  return answer({ kind: 'lines', expression, parts, oldest: 0 }).flat();
}

describe('a search', () => {
  it.each([
    ['error', [1, 2]],
    ['^error', [1, 2]],
    ['timeout$', [2]],
    ['\\b5\\d\\d\\b', [5]],
    ['^$', [3]],
    ['^\\s', [4]],
    ['(refused|timeout)', [1, 2]],
    ['größe', [6]],
    ['', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['x*', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['(?<=GET )/b', [5]],
    ['GET(?! /a)', [5]],
    ['5(?!\\S)', [6]],
    ['[^a]$', [0, 1, 2, 4, 5, 6, 7]],
    ['nowhere', []],
  ])('finds %s', (text, found) => {
    expect(find(regular(text))).toEqual(found);
  });

  it('minds the case when it should', () => {
    expect(find(regular('error', true))).toEqual([1]);
  });

  it('takes a text as it stands when it should', () => {
    expect(find({ text: '(a|b)', isRegular: false, matchCase: false }, ['(a|b)', 'a'])).toEqual([0]);
    expect(find({ text: '/a 2', isRegular: false, matchCase: false })).toEqual([0]);
  });

  it.each([
    'refused[^]*timeout',
    'refused\\s+Error',
    'refused\\W+Error',
    'refused\\n',
    'refused[\\s\\S]Error',
    'x0a',
  ])('does not go over the end of a line with %s', (text) => {
    expect(find(regular(text))).toEqual([]);
  });

  it('finds the same as one line after another would', () => {
    const words = ['a', 'b', ' ', '1', '-', 'é', 'B'];
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const content = Array.from({ length: 500 }, () =>
      Array.from({ length: next(6) }, () => words[next(words.length)]).join(''),
    );
    for (const text of [
      'a.b',
      '[^a]b',
      '\\W\\d',
      '\\s$',
      '^\\D*$',
      '(?!a)b',
      '(?<!\\S)b',
      'é|1$',
      '\\Bb',
      '[\\s-]a',
      '.{4}',
    ]) {
      const single = new RegExp(text, 'i');
      const wanted = content.flatMap((line, index) => (single.test(line) ? [index] : []));
      expect(find(regular(text), content), text).toEqual(wanted);
    }
  });

  it('searches a part of a chunk', () => {
    const [chunk] = storeOf(lines).chunksFrom(0);
    if (chunk === undefined) throw new Error('There is no chunk.');
    const parts = [{ chunk: chunk.share(), from: 2, to: 5 }];
    expect(createSearchCore()({ kind: 'lines', expression: regular('e'), parts, oldest: 0 })).toEqual([
      [2, 4],
    ]);
  });

  it('keeps the text that it has made of a full chunk no longer than the chunk itself is kept', () => {
    const search = createSearchCore();
    const ask = (id: number, text: string, oldest: number) => {
      const bytes = new TextEncoder().encode(`${text}\n`);
      const chunk = { id, bytes, byteLength: 2, starts: new Uint32Array(1), lines: 1, isFull: true };
      const parts = [{ chunk, from: 0, to: 1 }];
      return search({ kind: 'lines', expression: regular('a'), parts, oldest });
    };
    expect(ask(1, 'a', 0)).toEqual([[0]]);
    // Bytes of a full chunk never change: that they are read anew shows that the text was forgotten.
    expect(ask(1, 'b', 1)).toEqual([[0]]);
    ask(2, 'a', 2);
    expect(ask(1, 'b', 1)).toEqual([[]]);
  });
});

it('is tried on what is before and behind each match, too', () => {
  const tried: string[] = [];
  const expression = compile(regular('b'));
  const exec = expression.test.bind(expression);
  expression.test = (text) => {
    tried.push(text);
    return exec(text);
  };
  tryOn(expression, 'aabcc');
  expect(tried).toEqual(['aa', 'cc', 'aab', 'c']);
  const question = { kind: 'try', expression: regular('b'), lines: ['aabcc'] } as const;
  expect(createSearchCore()(question)).toEqual([]);
});

describe('an expression', () => {
  it.each([
    ['(', 'Unterminated group'],
    ['[a', 'Unterminated character class'],
    ['*', 'Nothing to repeat'],
    ['a{2,1}', 'numbers out of order in {} quantifier'],
    ['/: (', 'Unterminated group'],
  ])('that is wrong says why: %s', (text, problem) => {
    expect(problemOf(regular(text))).toBe(problem);
  });

  it('that is right says nothing, and a text is always right', () => {
    expect(problemOf(regular('a+'))).toBeUndefined();
    expect(problemOf({ text: '(', isRegular: false, matchCase: false })).toBeUndefined();
  });

  it('keeps its meaning within a line', () => {
    expect(withinLine('\\[^a\\]')).toBe('\\[^a\\]');
    expect(withinLine('[^\\]x]')).toBe('[^\\n\\]x]');
    expect(withinLine('[a^]')).toBe('[a^]');
    expect(withinLine('[[^]')).toBe('[[^]');
  });

  it('says where it matches in a line', () => {
    expect(marksIn(compile(regular('o')), 'foo bo')).toEqual([1, 2, 2, 3, 5, 6]);
    expect(marksIn(compile(regular('x*')), 'axxb')).toEqual([1, 3]);
    expect(marksIn(compile(regular('o')), 'o'.repeat(1_000))).toHaveLength(400);
  });
});

it.each([
  [String.raw`[\s-:]+x`, 'a -:x'],
  [String.raw`[\w\s-_]+!`, 'a b-_!'],
  [String.raw`[a-\s]+z`, 'a- z'],
  [String.raw`[^-\D]+`, 'no 12'],
])('%j, in which a dash stands beside a class, is searched for as it is written', (text, line) => {
  const expression = compile({ text, isRegular: true, matchCase: true });
  expect(line.match(expression)?.[0]).toBe(line.match(new RegExp(text))?.[0]);
  expect(line).toMatch(expression);
});
