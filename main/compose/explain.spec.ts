import { describe, expect, it } from 'vitest';
import { explain, explainFailure } from './explain.ts';

const up = { verb: 'up' as const, services: [], build: false };

describe('why a task failed', () => {
  it('is said in plain words, with all that was written in the details', () => {
    const said =
      'Error response from daemon: failed to set up container networking: Bind for 0.0.0.0:8080 failed: port is already allocated';
    const error = explainFailure('shop', up, [said], ['#1 building']);
    expect(error.message).toBe(
      'Could not bring up shop: port 0.0.0.0:8080 is published by another container.',
    );
    expect(error.hint).toMatch(/another host port/);
    expect(error.detail).toBe(`#1 building\n${said}`);
  });

  it.each([
    [
      'failed to bind host port 127.0.0.1:8080/tcp: address already in use',
      /port 127\.0\.0\.1:8080 is taken by another program/,
    ],
    [
      'driver failed programming external connectivity on endpoint x: failed to bind host port for 0.0.0.0:80:172.18.0.2:80/tcp: address already in use',
      /port 0\.0\.0\.0:80 is taken by another program/,
    ],
    ['dependency cycle detected: a -> b -> a', /in a circle: a -> b -> a/],
    [
      'error while interpolating x: required variable TAG is missing a value: set it',
      /TAG has no value \(set it\)/,
    ],
    ['open /x/compose.yaml: no such file or directory', /\/x\/compose\.yaml is not there/],
    [
      'open /my shop/compose.yaml: no such file or directory',
      /^the file \/my shop\/compose\.yaml is not there/,
    ],
    [
      "none of the selected services is configured for watch, consider setting a 'develop' section",
      /none of its services/,
    ],
    ['pull access denied for shop/api, repository does not exist', /no image shop\/api that can be pulled/],
    ['no such service: wep', /no service wep/],
  ])('knows %s', (said, words) => {
    expect(explain(said).words).toMatch(words);
    expect(explain(said).hint).not.toBe('');
  });

  it('is what Compose wrote last where nothing is known of it', () => {
    expect(explainFailure('shop', up, [], ['first', 'last', '']).message).toBe(
      'Could not bring up shop: last.',
    );
    expect(explainFailure('shop', up, [], []).message).toMatch(/did not say why/);
    expect(explainFailure('shop', up, ['x'.repeat(5_000)], []).message.length).toBeLessThan(600);
  });
});
