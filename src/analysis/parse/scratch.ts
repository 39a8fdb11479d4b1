/** Room to flatten in; kept from tree to tree, so that each tree takes only what it needs. */
export interface Scratch {
  kinds: Uint16Array;
  starts: Uint32Array;
  ends: Uint32Array;
  parents: Int32Array;
  after: Uint32Array;
  fields: Uint8Array;
  flags: Uint8Array;
}

export function scratchFor(nodes: number): Scratch {
  return {
    kinds: new Uint16Array(nodes),
    starts: new Uint32Array(nodes),
    ends: new Uint32Array(nodes),
    parents: new Int32Array(nodes),
    after: new Uint32Array(nodes),
    fields: new Uint8Array(nodes),
    flags: new Uint8Array(nodes),
  };
}
