import { describe, expect, it } from 'vitest';
import { readCommand, readEnvironment, readPorts, readVolumes } from './run-form.ts';

describe('readPorts', () => {
  it('reads every form of docker run -p', () => {
    expect(readPorts(' 8080:80, 127.0.0.1:5353:53/udp\n443 [::1]:1:2/TCP')).toEqual({
      ok: true,
      value: [
        { address: '', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
        { address: '127.0.0.1', hostPort: 5353, containerPort: 53, protocol: 'udp' },
        { address: '', hostPort: 0, containerPort: 443, protocol: 'tcp' },
        { address: '::1', hostPort: 1, containerPort: 2, protocol: 'tcp' },
      ],
    });
  });
  it('reads nothing as no ports', () => {
    expect(readPorts('  ')).toEqual({ ok: true, value: [] });
  });
  it.each(['http', '80:', '8080:80:tcp', '0', '70000:80', '80/sctp'])('refuses %s', (text) => {
    expect(readPorts(text)).toMatchObject({ ok: false, problem: expect.stringContaining(text) });
  });
});

describe('readEnvironment', () => {
  it('keeps everything after the first equals sign', () => {
    expect(readEnvironment('A=b=c d \n\n EMPTY=')).toEqual({
      ok: true,
      value: [
        { name: 'A', value: 'b=c d ' },
        { name: 'EMPTY', value: '' },
      ],
    });
  });
  it.each(['A', '=x', 'A B=c'])('refuses %s', (text) => {
    expect(readEnvironment(text).ok).toBe(false);
  });
});

describe('readVolumes', () => {
  it('reads names, folders and read-only', () => {
    expect(readVolumes('data:/var/lib/data\n/home/me/a b:/src:ro\nC:\\work:/work:rw')).toEqual({
      ok: true,
      value: [
        { source: 'data', target: '/var/lib/data', readOnly: false },
        { source: '/home/me/a b', target: '/src', readOnly: true },
        { source: 'C:\\work', target: '/work', readOnly: false },
      ],
    });
  });
  it.each(['data', 'data:relative', ':/x', 'a:/b:maybe'])('refuses %s', (text) => {
    expect(readVolumes(text).ok).toBe(false);
  });
});

describe('readCommand', () => {
  it.each([
    ['', []],
    ['sh -c "echo \\"hi\\" $HOME"', ['sh', '-c', 'echo "hi" $HOME']],
    ["a 'b c' d\\ e ''", ['a', 'b c', 'd e', '']],
    [`pre"mid"'end'`, ['premidend']],
  ])('splits %s', (text, words) => {
    expect(readCommand(text)).toEqual({ ok: true, value: words });
  });
  it('says which quote is open', () => {
    expect(readCommand('echo "x')).toEqual({ ok: false, problem: 'A " is not closed.' });
  });
});
