import { describe, expect, it } from 'vitest';
import { type ShareProgram, shareCommand } from './share-program.ts';

const program: ShareProgram = {
  version: '1.14.0',
  server: { command: '/parts/ld.so', parameters: ['--library-path', '/parts/lib', '/parts/virtiofsd'] },
  busybox: '/parts/busybox',
};

function wordsOf(readOnly: boolean, uid: number): readonly string[] {
  const share = { path: '/home/jürgen -- x', readOnly };
  const hidden = ['/home/jürgen -- x/.slipway'];
  const { command, parameters } = shareCommand(program, share, {
    ...{ socket: 'share0.sock', hidden, user: { uid, gid: uid } },
  });
  return [command, ...parameters];
}

/** The value behind a word. */
function wordBehind(words: readonly string[], word: string): string | undefined {
  return words[words.indexOf(word) + 1];
}

describe('the command that shares a folder', () => {
  it('covers what is hidden before virtiofsd is started', () => {
    const words = wordsOf(false, 1000);
    expect(words.slice(0, 5)).toEqual(['/parts/busybox', 'unshare', '-U', '-r', '-m']);
    const covers = words.indexOf('/home/jürgen -- x/.slipway');
    expect(words[covers - 1]).toBe('/home/jürgen -- x');
    expect(words.slice(covers + 1, covers + 3)).toEqual(['--', '/parts/ld.so']);
    expect(wordBehind(words, '--sandbox')).toBe('chroot');
    expect(wordBehind(words, '--shared-dir')).toBe('/home/jürgen -- x');
  });

  it('makes whatever containers write the user’s', () => {
    const words = wordsOf(false, 1000).join(' ');
    for (const kind of ['uid', 'gid']) {
      expect(words).toContain(`--translate-${kind} squash-guest:0:0:4294967295`);
      expect(words).toContain(`--translate-${kind} host:0:1000:1`);
    }
    expect(wordsOf(false, 0).join(' ')).not.toContain('host:0');
    expect(wordsOf(false, 0)).not.toContain('-U');
  });

  it('is read-only when the share is', () => {
    expect(wordsOf(false, 1000)).not.toContain('--readonly');
    expect(wordsOf(true, 1000)).toContain('--readonly');
  });
});
