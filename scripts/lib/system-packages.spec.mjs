import { describe, expect, it } from 'vitest';
import { isDebianLike, notHere, notInstalled } from './system-packages.mjs';

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

describe('isDebianLike', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"\n', true],
    ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
    ["ID='ubuntu'\nID_LIKE='debian'\n", true],
    ['NAME="Fedora Linux"\nID=fedora\nHOME_URL="https://debian.example"\n', false],
    ['ID=arch\n', false],
    ['ID=not-debian\nID_LIKE=undebian\n', false],
    ['', false],
  ])('takes %j for what it is', (release, expected) => {
    expect(isDebianLike(release)).toBe(expected);
  });
});

describe('notHere', () => {
  it("names programs by their own names, and no command of another system's", () => {
    const { message, hint } = notHere(['xvfb', 'dbus-daemon|dbus', 'fonts-inter']);
    expect(message).toBe(
      "These are missing on this system: Xvfb (Debian's package xvfb), dbus-daemon (Debian's package dbus), what Debian calls fonts-inter.",
    );
    expect(`${message} ${hint}`).not.toContain('apt');
  });
});
