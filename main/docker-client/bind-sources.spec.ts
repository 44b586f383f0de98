import { expect, it } from 'vitest';
import { bindSources } from './bind-sources.ts';

it.each([
  ['run -v /tmp/x:/app alpine', ['/tmp/x']],
  ['run -v/tmp/x:/app:ro alpine', ['/tmp/x']],
  ['run -v=/tmp/x:/app alpine', ['/tmp/x']],
  ['create --volume=./x:/app alpine', ['./x']],
  ['container run --rm -it --name web --volume ..:/app -v .:/b alpine', ['..', '.']],
  ['-D -l warn container create -ditv /tmp/x:/app -e A=1 -p 80:80 alpine', ['/tmp/x']],
  ['run --mount type=bind,src=/tmp/x,dst=/app,readonly alpine', ['/tmp/x']],
  ['run --mount=target=/app,source=/tmp/x,type=bind alpine', ['/tmp/x']],
  ['run --rm=true --network host -v /a:/a -v /b:/b alpine', ['/a', '/b']],
])('docker %s shows %j', (line, expected) => {
  expect(bindSources(line.split(' '))).toEqual(expected);
});

it.each([
  ['what a container is told', 'run alpine sh -v /tmp/x:/app'],
  ['what follows the image that is the value of an unknown option, or is not', 'run --new alpine -v /a:/a'],
  ['an unknown letter', 'run -Zv /a:/a alpine'],
  ['a volume', 'run -v data:/app -v /app -v data alpine'],
  ['a volume of --mount', 'run --mount type=volume,src=/tmp/x,dst=/app --mount src=/a,dst=/b alpine'],
  ['a quoted mount', 'run --mount type=bind,"src=/tmp/x",dst=/app alpine'],
  ['a value that looks like it', 'run -e -v --name /a:/a alpine'],
  ['the end of options', 'run -- -v /a:/a'],
  ['another engine', '-H ssh://build run -v /a:/a alpine'],
  ['another command', 'compose run -v /a:/a web'],
  ['an option without its value', 'run -v'],
  ['nothing', ''],
])('is none: %s', (_, line) => {
  expect(bindSources(line.split(' '))).toEqual([]);
});
