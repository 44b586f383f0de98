/** A file that lets its reader in to whichever X server has it, too: as `xauth` writes them, for any host and display (Xauth(3)). */
export function xAuthority(cookie: Buffer): Buffer {
  const familyWild = 0xff_ff;
  const [address, display] = [Buffer.alloc(0), Buffer.alloc(0)];
  const fields = [address, display, Buffer.from('MIT-MAGIC-COOKIE-1'), cookie];
  return Buffer.concat([uint16(familyWild), ...fields.flatMap((field) => [uint16(field.length), field])]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
