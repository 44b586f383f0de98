import { expect, it } from 'vitest';
import { stepText } from './step-text.ts';

it.each([
  ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['RUN /bin/sh -c make # buildkit', 'RUN make'],
  ['COPY a b # buildkit', 'COPY a b'],
  ['links for every applet', 'links for every applet'],
])('reads %s', (createdBy, text) => {
  expect(stepText({ createdBy, comment: '' })).toBe(text);
});

it('has the comment where there is no command', () => {
  expect(stepText({ createdBy: '', comment: 'Imported from -' })).toBe('Imported from -');
  expect(stepText({ createdBy: '', comment: '' })).toBe('(not written down)');
});
