// The kernel command line that the image is tuned for.

/**
 * @param {'x64' | 'arm64'} arch
 * @returns {{ readonly common: string, readonly tcg: string }} `tcg` is added where the guest's processor is emulated
 */
export function kernelCommandLine(arch) {
  const console = arch === 'x64' ? 'ttyS0' : 'ttyAMA0';
  return {
    // panic=1 with QEMU's -no-reboot: a kernel that panics ends QEMU, which the supervisor sees.
    common: `console=${console} quiet loglevel=4 panic=1`,
    tcg: '',
  };
}
