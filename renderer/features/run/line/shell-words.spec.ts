import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../text/command-line.ts';
import { findCommand, readWords } from './shell-words.ts';

describe('readWords', () => {
  it.each([
    ['', []],
    ['sh -c "echo \\"hi\\" $HOME"', ['sh', '-c', 'echo "hi" $HOME']],
    ["a 'b c' d\\ e ''", ['a', 'b c', 'd e', '']],
    [`pre"mid"'end'`, ['premidend']],
    ['if A=b time', ['if', 'A=b', 'time']],
    [String.raw`"\$HOME" '\\'"x" "c\d" $'x\ny'`, ['$HOME', String.raw`\\x`, String.raw`c\d`, 'x\ny']],
    ['a \\\n b', ['a', 'b']],
    ['a # b', ['a']],
  ])('splits %s', (text, words) => {
    expect(readWords(text)).toEqual({ ok: true, value: words });
  });

  it.each([
    ['echo "x', 'A " is not closed.'],
    ["echo 'x", "A ' is not closed."],
    ['ls | sort', '“| sort” needs a shell'],
    ['ls && pwd', '“&& pwd” needs a shell'],
    ['ls > out', '“> out” needs a shell'],
    ['ls\npwd', '“pwd” needs a shell'],
    ['ls (', 'A shell cannot read it at “(”'],
  ])('refuses %s', (text, problem) => {
    expect(readWords(text)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it.each([
    [
      [
        "it's",
        'a\\',
        "a\\'b",
        '"',
        '$HOME',
        '`x`',
        '',
        ' ',
        'a\nb',
        '#',
        '~',
        '*',
        '!',
        '{a,b}',
        'Ä',
        '=',
        '-',
      ],
    ],
    [['if', 'time', '[[', 'A=b', '&&', ';', '>', '(', '\\\n', '\t']],
  ])('reads back %j as it was written', (words) => {
    expect(readWords(commandLine(words))).toEqual({ ok: true, value: words });
  });
});

describe('findCommand', () => {
  const isRun = (words: readonly string[]) => words[0] === 'docker' && words[1] === 'run';
  const find = (text: string) => {
    const found = findCommand(text, isRun);
    return found.ok ? found.value : found.problem;
  };

  it.each([
    'docker run -e A=b \\\n  nginx',
    'docker run \\\r\n -e A=b \\ \n nginx',
    '$ docker run -e A=b nginx',
    '# docker run -e A=b nginx',
    'docker run `\n  -e A=b ^\n nginx',
    'docker\u00a0run -e "A=b" nginx  # the web server',
    '# The web server:\n\ndocker run -e A=b nginx;',
  ])('finds the words of %j', (text) => {
    expect(find(text)).toEqual({ words: ['docker', 'run', '-e', 'A=b', 'nginx'], rest: [], unexpanded: [] });
  });

  it('says what else there is, and loses none of it', () => {
    expect(find('docker pull a && B=1 docker run a 2>err | grep b; ls')).toMatchObject({
      words: ['docker', 'run', 'a'],
      rest: ['docker pull a && B=1', '2>err', '| grep b; ls'],
    });
  });

  it('says what a shell would have put something else for', () => {
    expect(find('docker run -v $PWD:/a -v "$(pwd)":/b -e \'A=$B\' -e "C=\\$D" x{1,2}')).toMatchObject({
      words: ['docker', 'run', '-v', '$PWD:/a', '-v', '$(pwd):/b', '-e', 'A=$B', '-e', 'C=$D', 'x{1,2}'],
      unexpanded: ['$PWD:/a', '$(pwd):/b', 'x{1,2}'],
    });
  });

  it('finds nothing in other commands', () => {
    expect(find('docker ps')).toBeNull();
    expect(find('echo $(docker run a)')).toBeNull();
    expect(find('docker run "a')).toBe('A " is not closed.');
  });
});
