import { childByField, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, callsNear, swapPackage, usePackage } from "#recipes/go-syntax/calls.ts";
import { addFunction } from "#recipes/go-syntax/functions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-409-limited-unpacking",
  title: "Unpack no more than a hundred megabytes",
  languages: ["go"],
  cwes: ["CWE-409", "CWE-400"],
  review: "merge-after-review",
  description:
    "Copies or reads what is unpacked through a function that stops behind 100 MiB and gives an error, in place of `io.Copy` and `io.ReadAll`. Declines where a limit is set already.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["io.Copy", "io.ReadAll", "ioutil.ReadAll"]);
    const args = call === undefined ? [] : argumentsOf(tree, call).map((node) => textOf(tree, node));
    const source = args.at(-1);
    if (call === undefined || source === undefined) return decline("nothing is unpacked at the place", "other-place");
    if (/\b(?:LimitReader|MaxBytesReader|LimitedReader)\b/u.test(source) || source.endsWith(".Body"))
      return decline("what is read has a limit, or is not unpacked", "already-safe");
    const old = calleeOf(tree, call).startsWith("ioutil.");
    const io = old ? swapPackage(tree, "io/ioutil", "io", [childByField(tree, call, "function")]) : usePackage(tree, "io");
    const errors = usePackage(tree, "errors");
    if (io === undefined || errors === undefined)
      return decline("the names io and errors mean something else here", "name-taken");
    const copies = calleeOf(tree, call) === "io.Copy";
    const name = copies ? "copyAtMost" : "readAtMost";
    const fault = `${errors.name}.New("more is packed there than may be unpacked")`;
    const text = copies
      ? `func copyAtMost(target ${io.name}.Writer, source ${io.name}.Reader, most int64) (int64, error) {
	copied, err := ${io.name}.Copy(target, ${io.name}.LimitReader(source, most+1))
	if err == nil && copied > most {
		err = ${fault}
	}
	return copied, err
}`
      : `func readAtMost(source ${io.name}.Reader, most int64) ([]byte, error) {
	read, err := ${io.name}.ReadAll(${io.name}.LimitReader(source, most+1))
	if err == nil && int64(len(read)) > most {
		return nil, ${fault}
	}
	return read, err
}`;
    const comment = `${name} gives an error where there are more than most bytes.`;
    const own = addFunction(tree, call, comment, text);
    if (own === undefined) return decline(`the name ${name} means something else here`, "name-taken");
    return offer(tree, [
      {
        variant: "limited",
        title: "Stop behind 100 MiB",
        rationale: "A few bytes that become gigabytes no longer fill the disk or the memory.",
        tradeOffs: { behaviour: "What is longer than 100 MiB gives an error." },
        edits: [...io.edits, ...errors.edits, ...own, replaceNode(tree, call, `${name}(${args.join(", ")}, 100<<20)`)],
      },
    ]);
  },
});
