import { type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, usePackage } from "#recipes/go-syntax/calls.ts";
import { failure, functionAround } from "#recipes/go-syntax/functions.ts";
import { declaration, dropped, isBehind, isOfPackage, methodOf, openEdits, ownerOf, travels } from "#recipes/go-syntax/nonces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { enclosingStatement, indentationAt, insertAfter, insertBefore, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAME = "nonce";
const FIXED = /^(?:\[\]byte\(["`][^"`]*["`]\)|\[\]byte\{[^{}]*\}|make\(\[\]byte, [^()]*(?:\(\))?\)|[a-z]\w*\[:\w+\])$/u;

export default defineRecipe({
  id: "go/cwe-329-random-nonce",
  title: "Seal each message with a nonce of its own",
  languages: ["go"],
  cwes: ["CWE-329", "CWE-323", "CWE-1204"],
  review: "merge-after-review",
  description:
    "Fills the nonce of `Seal` from `crypto/rand`. Where the nonce was fixed it is put in front of the message, and the one `Open` of the file takes it from there. Declines where the message is not opened in the file, and where the nonce comes from elsewhere.",
  propose({ tree, range }) {
    const seal = nodesNear(tree, range, ["call_expression"]).find((call) => methodOf(tree, call) === "Seal");
    const [target, nonce] = seal === undefined ? [] : argumentsOf(tree, seal);
    if (seal === undefined || target === undefined || nonce === undefined)
      return decline("no message is sealed at the place", "other-place");
    const made = declaration(tree, nonce);
    const around = functionAround(tree, seal);
    const random = usePackage(tree, "crypto/rand");
    if (random === undefined) return decline("the name rand means something else here", "name-taken");
    const statement = enclosingStatement(tree, seal);
    if (around === NONE || statement === NONE || !startsLine(tree, statement))
      return decline("no line can be put in front of the call");
    const fill = (name: string, at: NodeId): string => {
      const indent = indentationAt(tree.text, tree.starts[at] as number);
      return [`if _, err := ${random.name}.Read(${name}); err != nil {`, `\t${failure(tree, seal, "err")}`, "}"].join(
        `\n${indent}`,
      );
    };
    const why = {
      variant: "random",
      title: "Draw the nonce for each message",
      rationale: "No two messages are sealed with one nonce, which would show what they hold and let others be made.",
    } as const;
    if (made !== undefined && travels(tree, around, nonce, seal)) {
      const known = /\.Read\(|ReadFull\(/u.test(textOf(tree, around));
      if (known || !textOf(tree, made.value).startsWith("make(") || !startsLine(tree, made.statement))
        return decline("the nonce is filled already, or not empty", "already-safe");
      const indent = indentationAt(tree.text, tree.starts[made.statement] as number);
      return offer(tree, [
        {
          ...why,
          edits: [...random.edits, insertAfter(tree, made.statement, `\n${indent}${fill(textOf(tree, nonce), made.statement)}`)],
        },
      ]);
    }
    const fixed = made === undefined ? nonce : made.value;
    if (!FIXED.test(textOf(tree, fixed)) && !isOfPackage(tree, nonce))
      return decline("the nonce comes from elsewhere", "not-in-view");
    if (textOf(tree, target) !== "nil") return decline("the message is sealed behind other bytes", "too-involved");
    const opened = openEdits(tree);
    if (typeof opened === "string") return decline(opened, "not-in-view");
    const own = made === undefined ? NAME : textOf(tree, nonce);
    if (made === undefined && new RegExp(`\\b${NAME}\\b`, "u").test(textOf(tree, around)) && textOf(tree, nonce) !== NAME)
      return decline("the function uses the name nonce for something else", "name-taken");
    const size = `make([]byte, ${ownerOf(tree, seal)}.NonceSize())`;
    const indent = indentationAt(tree.text, tree.starts[statement] as number);
    const sizeKnown = made !== undefined && isBehind(tree, made.statement, seal);
    return offer(tree, [
      {
        ...why,
        tradeOffs: {
          behaviour: "The nonce stands in front of the message. What was sealed before cannot be opened any more: open it first.",
        },
        edits: [
          ...random.edits,
          ...(made !== undefined && !sizeKnown ? dropped(tree, made.statement) : []),
          ...(made !== undefined && sizeKnown ? [replaceNode(tree, made.value, size)] : []),
          insertBefore(tree, statement, `${sizeKnown ? "" : `${own} := ${size}\n${indent}`}${fill(own, statement)}\n${indent}`),
          replaceNode(tree, target, own),
          ...(own === textOf(tree, nonce) ? [] : [replaceNode(tree, nonce, own)]),
          ...opened,
        ],
      },
    ]);
  },
});
