import { describe, expect, it } from 'vitest';
import { attempt, engineAt } from './connection.ts';

function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) ${message}`), { statusCode, json: { message } });
}

describe('attempt', () => {
  it.each([
    [404, 'No such image: nope:latest', /image’s name/],
    [
      409,
      'conflict: unable to remove (must force) - container 1 is using its referenced image 2',
      /uses the image/,
    ],
    [500, 'write /x: no space left on device', /Free space/],
  ])('says what to try after %i %s', async (statusCode, message, hint) => {
    const failure = attempt('run web', () => Promise.reject(refusal(statusCode, message)));
    await expect(failure).rejects.toMatchObject({
      message: `Could not run web: ${message}`,
      hint: expect.stringMatching(hint),
    });
  });

  it.each([
    [
      'Error when allocating new name: Conflict. The container name "/web" is already in use by container "1".',
      'there is a container named web already.',
      'Choose another name, or remove that container.',
    ],
    [
      'driver failed programming external connectivity on endpoint web2 (9af1): Bind for 127.0.0.1:80 failed: port is already allocated',
      'port 127.0.0.1:80 is published by another container.',
      'Choose another host port, or stop that container.',
    ],
    [
      'failed to start userland proxy for port mapping 127.0.0.1:8099:172.17.0.6:80/tcp: error starting userland proxy: Port 127.0.0.1:8099 of this computer is taken by process 25132 (python3). End it (`kill 25132`), or publish another port.',
      'port 127.0.0.1:8099 of this computer is taken by process 25132 (python3).',
      'End it (`kill 25132`), or publish another port.',
    ],
    [
      'invalid network config:\ninvalid subnet 10.300.0.0/16: invalid CIDR block notation',
      '10.300.0.0/16 is not a subnet.',
      'Write it with its length: 10.20.0.0/16.',
    ],
    [
      'invalid mount config for type "bind": bind source path does not exist: /tmp/x y',
      'the virtual machine has no /tmp/x y: containers see folders of this computer that are shared, and no others.',
      'Share the folder (`slipway share add PATH`, then `slipway restart`), or use a volume.',
    ],
    [
      'range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available',
      'the virtual machine has 2 processors.',
      'Give it at most 2.',
    ],
  ])('says in plain words: %s', async (message, words, hint) => {
    const failure = attempt('run web', () => Promise.reject(refusal(500, message)));
    const detail = expect.stringContaining(message);
    await expect(failure).rejects.toMatchObject({ message: `Could not run web: ${words}`, hint, detail });
  });

  it('gives no advice where there is none, and ids as people know them', async () => {
    const failure = attempt('run web', () => Promise.reject(refusal(500, `oops ${'ab'.repeat(32)}`)));
    await expect(failure).rejects.toMatchObject({
      message: 'Could not run web: oops abababababab',
      hint: '',
    });
  });

  it('gives the engine’s own words for a call whose answer is a stream', async () => {
    const error = Object.assign(new Error('(HTTP code 404) no such image - no such image: nope '), {
      statusCode: 404,
      reason: 'no such image',
      json: null,
    });
    await expect(attempt('save nope', () => Promise.reject(error))).rejects.toMatchObject({
      code: 'not-found',
      message: 'Could not save nope: no such image: nope',
    });
  });

  it('knows what to try of a call of a kind before what holds for all', async () => {
    const hints = [{ piece: /no such image/i, hint: 'Look in the registry.' }];
    const failing = () => Promise.reject(refusal(404, 'No such image: nope'));
    await expect(attempt('pull nope', failing, hints)).rejects.toMatchObject({
      hint: 'Look in the registry.',
    });
  });

  it('tells an engine that is away from one that refuses', async () => {
    const gone = Object.assign(new Error('connect ENOENT /x'), { code: 'ENOENT' });
    await expect(attempt('list', () => Promise.reject(gone))).rejects.toMatchObject({
      code: 'engine-unreachable',
    });
  });
});

describe('engineAt', () => {
  it('is not led astray by DOCKER_HOST, and leaves it as it was', () => {
    process.env.DOCKER_HOST = 'tcp://elsewhere:2375';
    try {
      expect(engineAt('/run/here.sock').modem).toMatchObject({ socketPath: '/run/here.sock' });
      expect(process.env.DOCKER_HOST).toBe('tcp://elsewhere:2375');
    } finally {
      delete process.env.DOCKER_HOST;
    }
  });
});
