const MAGIC = ["KTEST", "BOUT\n"];
const NEWEST = 3;
const MOST_OBJECTS = 256;

/**
 * The named objects of a `.ktest` file of KLEE, versions 1 to 3: after the mark of five bytes, numbers of four bytes with the large end first (version, number of
 * arguments, each with its length, from version 2 on two numbers about symbolic arguments, number of objects), then for each object length and text of its name,
 * length and bytes of its value. Undefined where it is cut or has another form.
 */
export function readKtest(file: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 5;
  const word = (): number => {
    if (at + 4 > file.length) throw new RangeError("cut");
    at += 4;
    return view.getUint32(at - 4);
  };
  const piece = (): Uint8Array => {
    const length = word();
    if (length > file.length - at) throw new RangeError("cut");
    at += length;
    return file.slice(at - length, at);
  };
  if (!MAGIC.includes(Buffer.from(file.subarray(0, 5)).toString("latin1"))) return undefined;
  try {
    const version = word();
    if (version === 0 || version > NEWEST) return undefined;
    for (let left = word(); left > 0; left--) piece();
    if (version >= 2) {
      word();
      word();
    }
    const count = word();
    if (count > MOST_OBJECTS) return undefined;
    const objects = new Map<string, Uint8Array>();
    for (let left = count; left > 0; left--) objects.set(Buffer.from(piece()).toString("latin1"), piece());
    return objects;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
