import { describe, expect, it } from 'vitest';
import { askedName, labelProblemOf, namesOf } from './domain-names.ts';

const container = { name: 'web', domainLabel: undefined, service: null };
const names = (over: Partial<Parameters<typeof namesOf>[0]>) =>
  namesOf({ ...container, ...over }).map(({ name }) => name);

describe('the names of a container', () => {
  it('are its own, and of a Compose service that of the service, too', () => {
    expect(names({})).toEqual(['web.slipway.localhost']);
    expect(
      namesOf({ ...container, name: 'shop-api-1', service: { project: 'shop', name: 'api', number: 1 } }),
    ).toEqual([
      { name: 'shop-api-1.slipway.localhost', source: 'container' },
      { name: 'api.shop.slipway.localhost', source: 'service' },
    ]);
  });

  it.each([
    ['Web_App_1', ['web-app-1.slipway.localhost']],
    ['a.b', ['a.b.slipway.localhost']],
    ['a..b', []],
    ['web-', []],
    ['x'.repeat(64), []],
    [`${'x'.repeat(63)}.`.repeat(4).slice(0, -1), []],
  ])('%s is a name that browsers take, or none', (name, expected) => {
    expect(names({ name })).toEqual(expected);
  });

  it.each([
    ['shop', ['shop.slipway.localhost']],
    [' Shop, admin.shop.slipway.localhost,shop ', ['shop.slipway.localhost', 'admin.shop.slipway.localhost']],
    ['off', []],
    [' OFF', []],
    ['', ['web.slipway.localhost']],
    ['no such name!', ['web.slipway.localhost']],
    ['example.com', ['example.com.slipway.localhost']],
  ])('are those of the label %j in their place', (domainLabel, expected) => {
    expect(names({ domainLabel })).toEqual(expected);
  });
});

describe('what is wrong with a label of names', () => {
  const problemOf = (domainLabel: string | undefined) => labelProblemOf({ name: 'web', domainLabel });

  it.each([undefined, '', 'off', 'shop', ' Shop, admin.shop ,', 'Web_1', 'a.slipway.localhost'])(
    'is nothing: %j',
    (label) => {
      expect(problemOf(label)).toBeNull();
    },
  );

  it('is what no host can be called, beside those that are kept', () => {
    expect(names({ domainLabel: 'foo..bar,x y,shop' })).toEqual(['shop.slipway.localhost']);
    expect(problemOf('foo..bar,x y,shop')).toEqual({
      code: 'invalid-argument',
      message:
        'The label dev.slipway.domain of the container web names what no host can be called: "foo..bar", "x y".',
      hint: 'A name has letters, digits and dashes, between dots if need be: `--label dev.slipway.domain=shop,admin.shop`.',
    });
  });

  it('is told in few words, however long the label is', () => {
    const { message = '' } = problemOf(Array.from({ length: 100 }, () => '!'.repeat(1_000)).join(',')) ?? {};
    expect(message).toMatch(/ and 96 more\.$/);
    expect(message.length).toBeLessThan(400);
  });
});

describe('the name that is asked for', () => {
  it.each([
    ['web.slipway.localhost', 'web.slipway.localhost'],
    ['WEB_1.Slipway.Localhost.:7080', 'web-1.slipway.localhost'],
    ['slipway.localhost:443', 'slipway.localhost'],
    ['a.b.slipway.localhost', 'a.b.slipway.localhost'],
  ])('%s is %s', (host, name) => {
    expect(askedName(host)).toBe(name);
  });

  it.each([
    ...[undefined, '', 'localhost', 'web.localhost', 'slipway.localhost.example.com', 'xslipway.localhost'],
    ...[
      '..slipway.localhost',
      'web.slipway.localhost:',
      'web.slipway.localhost:123456',
      'web slipway.localhost',
    ],
    ...[
      '[::1]',
      '127.0.0.1',
      'web.slipway.localhost/',
      'user@web.slipway.localhost',
      'wéb.slipway.localhost',
    ],
  ])('%j is not ours', (host) => {
    expect(askedName(host)).toBeUndefined();
  });
});
