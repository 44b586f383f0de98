// The kernel command line that the image is tuned for; docs/performance-cold-boot.md tells what each word is worth.

/**
 * @param {'x64' | 'arm64'} arch
 * @returns {{ readonly common: string, readonly tcg: string }} `tcg` is added where the guest's processor is emulated
 */
export function kernelCommandLine(arch) {
  const common = [
    `console=${arch === 'x64' ? 'ttyS0' : 'ttyAMA0'}`,
    'quiet',
    'loglevel=4',
    // With QEMU's -no-reboot: a kernel that panics ends QEMU, which the supervisor sees.
    'panic=1',
    // The others have no policy here to enforce and cost something at each file that is opened.
    'lsm=landlock,lockdown,yama',
    // Networks, bridges and filter rules wait for RCU dozens of times; on a few processors, hurrying it is cheap.
    'rcupdate.rcu_expedited=1',
  ];
  const tcg = [
    // They guard against the speculation of a processor that does not speculate.
    'mitigations=off',
    // On a busy host an emulated processor stands still often enough to be taken for stuck.
    'nowatchdog',
    // Timers by the tick of 4 ms: each interrupt is dear, and the runtimes of containerd and dockerd ask for one every 20 µs while busy.
    'highres=off',
    ...(arch === 'x64' ? ['tsc=reliable', 'no_timer_check'] : []),
  ];
  return { common: common.join(' '), tcg: tcg.join(' ') };
}
