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
    [
      'unable to prepare context: path "/my shop/nowhere" not found',
      /^the folder \/my shop\/nowhere that `build` names is not there/,
    ],
    [
      'target web: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory',
      /no Dockerfile where `build` names one/,
    ],
    [
      'target web: failed to solve: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
      /^`exit 3` ended with exit code 3/,
    ],
    [
      'Error response from daemon: Get "http://127.0.0.1:5009/v2/": dial tcp 127.0.0.1:5009: connect: connection refused',
      /^127\.0\.0\.1:5009 cannot be reached/,
    ],
    [
      'Error response from daemon: Get "https://harbour.invalid/v2/": dial tcp: lookup harbour.invalid on 10.0.2.3:53: no such host',
      /^harbour\.invalid cannot be found in the network/,
    ],
    [
      'Error response from daemon: Head "http://127.0.0.1:5001/v2/boat/manifests/1": no basic auth credentials',
      /^127\.0\.0\.1:5001 asks for a log-in/,
    ],
    [
      'Error response from daemon: manifest for 127.0.0.1:5001/boat:9 not found: manifest unknown: manifest unknown',
      /^the registry has no image 127\.0\.0\.1:5001\/boat:9/,
    ],
    [
      'filesystem layer verification failed for digest sha256:ab',
      /its registry gave does not fit its digest/,
    ],
  ])('knows %s', (said, words) => {
    expect(explain(said).words).toMatch(words);
    expect(explain(said).hint).not.toBe('');
  });

  it('takes no folder that may not be read for a registry that asks for a log-in', () => {
    const said = "error while creating mount source path '/x': mkdir /x: permission denied";
    expect(explain(said).words).toBe(said);
  });

  it('is what Compose wrote last where nothing is known of it', () => {
    expect(explainFailure('shop', up, [], ['first', 'last', '']).message).toBe(
      'Could not bring up shop: last.',
    );
    expect(explainFailure('shop', up, [], []).message).toMatch(/did not say why/);
    expect(explainFailure('shop', up, ['x'.repeat(5_000)], []).message.length).toBeLessThan(600);
  });
});
