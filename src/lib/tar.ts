const BLOCK = 512;

/**
 * Regular files of a tar archive (POSIX.1-1988 ustar, with pax and GNU long names), by path; links, folders and devices are left out. Undefined for what is no archive or is
 * cut short.
 */
export function readTar(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const files = new Map<string, Uint8Array>();
  let named: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return files;
    const size = octal(header, 124, 12);
    if (size === undefined || !sound(header) || at + BLOCK + size > bytes.length) return undefined;
    const body = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const kind = String.fromCharCode(header[156] ?? 0);
    if (kind === "x") named = paxPath(body) ?? named;
    else if (kind === "L") named = text(body, 0, body.length);
    else {
      const prefix = text(header, 257, 5) === "ustar" ? text(header, 345, 155) : "";
      const plain = text(header, 0, 100);
      if (kind === "0" || kind === "\0") files.set(named ?? (prefix === "" ? plain : `${prefix}/${plain}`), body);
      if (kind !== "g") named = undefined;
    }
  }
  return undefined;
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const part = bytes.subarray(start, start + length);
  const end = part.indexOf(0);
  return new TextDecoder().decode(end === -1 ? part : part.subarray(0, end));
}

function octal(bytes: Uint8Array, start: number, length: number): number | undefined {
  const digits = text(bytes, start, length).trim();
  return /^[0-7]{1,11}$/u.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** The sum of the header's bytes, its own field counted as spaces. */
function sound(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return octal(header, 148, 8) === sum;
}

/** Records are `length key=value\n`, the length counting all of it, in bytes. */
function paxPath(body: Uint8Array): string | undefined {
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const length = space === -1 ? Number.NaN : Number(text(body, at, space - at));
    if (!Number.isSafeInteger(length) || length < 5) return undefined;
    const record = text(body, space + 1, at + length - space - 2);
    if (record.startsWith("path=")) return record.slice(5);
    at += length;
  }
  return undefined;
}
