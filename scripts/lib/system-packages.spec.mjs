import { describe, expect, it } from 'vitest';
import { notInstalled } from './system-packages.mjs';

const status = `Package: cpio
Status: install ok installed
Architecture: amd64

Package: xvfb
Status: deinstall ok config-files

Package: libgtk-3-0t64
Status: install ok installed
Provides: libgtk-3-0

Package: held
Status: hold ok installed
Description: text that says
 Package: erofs-utils
`;

describe('notInstalled', () => {
  it('finds what dpkg does not list, and what was removed but left its configuration', () => {
    expect(notInstalled(['cpio', 'xvfb', 'erofs-utils'], status)).toEqual(['xvfb', 'erofs-utils']);
  });

  it('counts packages on hold as installed, and takes either name of a renamed library', () => {
    expect(notInstalled(['held', 'libgtk-3-0t64|libgtk-3-0', 'libasound2t64|libasound2'], status)).toEqual([
      'libasound2t64|libasound2',
    ]);
  });
});
