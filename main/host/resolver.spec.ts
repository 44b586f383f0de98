import { describe, expect, it } from 'vitest';
import { readResolver } from './resolver.ts';

describe('the resolver of this computer', () => {
  it('is asked through QEMU where it listens on the loopback, as that of systemd does', () => {
    const text = '# stub\nnameserver 127.0.0.53\noptions edns0 trust-ad\nsearch corp.example lan\n';
    expect(readResolver(text)).toEqual({
      servers: ['10.0.2.3'],
      search: ['corp.example', 'lan'],
      isOutOfReach: false,
    });
  });

  it('is asked itself elsewhere, in its order', () => {
    const text = 'nameserver 10.8.0.1\nnameserver 192.168.1.1 # home\nnameserver 10.8.0.1\n';
    expect(readResolver(text)).toMatchObject({ servers: ['10.8.0.1', '192.168.1.1'] });
  });

  it('is out of reach when it has IPv6 addresses alone', () => {
    expect(readResolver('nameserver 2001:db8::1\nnameserver fe80::1%eth0\n')).toMatchObject({
      servers: ['10.0.2.3'],
      isOutOfReach: true,
    });
    expect(readResolver('nameserver 2001:db8::1\nnameserver 192.0.2.1\n')).toMatchObject({
      servers: ['192.0.2.1'],
      isOutOfReach: false,
    });
  });

  it('is QEMU’s guess where nothing is said', () => {
    expect(readResolver('')).toEqual({ servers: ['10.0.2.3'], search: [], isOutOfReach: false });
  });

  it('has the last list of domains, and no more than the system would use', () => {
    expect(readResolver('search a b\ndomain c\n').search).toEqual(['c']);
    expect(readResolver('search . $(reboot) -x. a,b a1 a2 a3 a4 a5 a6 a7\n').search).toEqual([
      ...['-x.', 'a1', 'a2', 'a3', 'a4', 'a5'],
    ]);
  });
});
