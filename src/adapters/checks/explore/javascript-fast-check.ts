import { JAVASCRIPT_SEARCH } from "./javascript-search.ts";

/** fast-check makes the calls, from a fixed seed, and makes those that differ simpler. */
const MAIN = String.raw`
const loaded = require(plan.tool);
const fc = loaded.default ?? loaded;

const value = (shape, text, more) => ({ shape, text, ...more });
const harmless = (text) => text === "" || !/(^|\/)\.{0,2}(\/|$)/.test(text);
function arbitrary(domain) {
  switch (domain.kind) {
    case "text": {
      const piece = fc.constantFrom(...domain.letters, ...domain.pieces);
      const texts = fc.tuple(fc.constantFrom("", ...domain.first, ...domain.pieces), fc.array(piece, { maxLength: 12 })).map(([first, rest]) => domain.prefix + (first === "" ? "" : first + rest.join("")));
      return (domain.climbs ? texts : texts.filter(harmless)).map((text) => value(domain.shape, text));
    }
    case "literal": return fc.jsonValue({ maxDepth: 2 }).map((made) => value("text", JSON.stringify(made)));
    case "whole":
    case "fraction": {
      const known = domain.known.flatMap((number) => [number - 1, number, number + 1]);
      const whole = fc.oneof(...(known.length > 0 ? [fc.constantFrom(...known)] : []), fc.integer({ min: -100, max: 1000 }), fc.integer());
      const made = domain.kind === "whole" ? whole : fc.oneof(whole, fc.integer({ min: -8000, max: 8000 }).map((number) => number / 8));
      return made.map((number) => value("number", String(number)));
    }
    case "flag": return fc.boolean().map((flag) => value("flag", String(flag)));
    case "list": return fc.array(arbitrary(domain.of), { maxLength: 4 }).map((items) => value("list", "", { items }));
    case "record": return fc.record(Object.fromEntries(Object.entries(domain.fields).map(([name, each]) => [name, arbitrary(each)]))).map((fields) => value("record", "", { fields: { ...fields } }));
    case "mapping": return fc.dictionary(fc.constantFrom("a", "b", "c", "x"), arbitrary(domain.of), { minKeys: 1, maxKeys: 4 }).map((fields) => value("record", "", { fields: { ...fields } }));
    case "one": return fc.oneof(...domain.of.map(arbitrary));
    default: return fc.constantFrom(...domain.values);
  }
}

await start();
const calls = fc.record({
  values: fc.tuple(...plan.parameters.map(({ domain }) => arbitrary(domain))),
  text: plan.text === undefined ? fc.constant("ann") : arbitrary(plan.text).map(({ text }) => text),
  address: fc.constantFrom(...plan.addresses),
});
let complete = true;
const property = fc.asyncProperty(calls, async (call) => {
  try {
    return await same({ values: call.values, text: call.text, address: call.address });
  } catch (error) {
    if (!(error instanceof Over)) throw error;
    complete = false;
    return true;
  }
});
const { error } = await fc.check(property, { seed: plan.seed, numRuns: plan.examples, endOnFailure: false });
if (typeof error === "string" && !/Property failed|returned false/.test(error)) say({ kind: "failed", message: error.slice(0, 300) });
else end(complete, "seed " + plan.seed);
process.exit(0);
`;

export const JAVASCRIPT_FAST_CHECK: string = `${JAVASCRIPT_SEARCH}${MAIN}`;
