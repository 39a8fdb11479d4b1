import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { callsNear, importEdit, isTaken, methodAround, objectOf } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertAfter, insertBefore, startsLine } from "#recipes/kit/edit.ts";

const FILTER = "java.io.ObjectInputFilter";
/** Texts, numbers, dates and collections of the JDK: none of them does more than to hold values. */
const PLAIN = "java.lang.*;java.util.*;java.math.*;java.time.*;!*";
const OPEN = /^(?:Object|Serializable|Comparable|[A-Z])$/u;

export default defineRecipe({
  id: "java/cwe-502-listed-classes",
  title: "Make objects of the expected classes only",
  languages: ["java"],
  cwes: ["CWE-502"],
  review: "merge-after-review",
  description:
    "Gives an `ObjectInputStream` an `ObjectInputFilter`, right where it is made, that allows what `readObject` is cast to, the classes of that one's fields (of its package, where it is declared in another file), and values and collections of the JDK. Declines where nothing says what is expected, where the stream comes from elsewhere, and where a filter is set.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["readObject", "readUnshared"]);
    const stream = call === undefined ? NONE : objectOf(tree, call);
    if (call === undefined || stream === NONE) return decline("no object is read from a stream at the place", "other-place");
    if (kindOf(tree, stream) !== "identifier")
      return decline("the stream has no name, so that nothing can be said to it", "too-involved");
    const name = textOf(tree, stream);
    const method = methodAround(tree, call);
    if (method === NONE) return decline("the object is read outside of a function", "too-involved");
    if (/\.setObjectInputFilter\(|\.setSerialFilter/u.test(tree.text))
      return decline("a filter is set in the file already", "already-safe");
    const made = descendants(tree, method, ["local_variable_declaration", "resource"]).find((one) => declares(tree, one, name));
    if (made === undefined || !/=\s*new (?:java\.io\.)?ObjectInputStream\(/u.test(textOf(tree, made)))
      return decline("the stream is not made in the function", "not-in-view");
    const types = expected(tree, method, name);
    if (types.length === 0 || types.some((type) => OPEN.test(type)))
      return decline("nothing says which classes are expected", "intent-unknown");
    if (isTaken(tree, FILTER)) return decline("another class has the name ObjectInputFilter here", "name-taken");
    const listed = [...new Set(types.flatMap((type) => allowed(tree, type)))];
    const filter = [...listed, `"${listed.length > 0 ? ";" : ""}${PLAIN}"`]
      .join(' + ";" + ')
      .replace('";" + ";', '";')
      .replace('".*" + ";', '".*;');
    const edit = behind(tree, made, `${name}.setObjectInputFilter(ObjectInputFilter.Config.createFilter(${filter}));`);
    if (edit === undefined) return decline("no line can be put behind the stream", "too-involved");
    const header = importEdit(tree, FILTER);
    return offer(tree, [
      {
        variant: "listed",
        title: "Allow the expected classes",
        rationale:
          "A stream that names any other class is refused before an object of it is made, so that none of its code runs.",
        tradeOffs: {
          behaviour: "Objects of other classes raise an InvalidClassException, also subclasses that are not listed.",
          dependencies: "Java 9 or newer.",
        },
        edits: [...(header === undefined ? [] : [header]), edit],
      },
    ]);
  },
});

function declares(tree: SyntaxTree, node: NodeId, name: string): boolean {
  const own =
    kindOf(tree, node) === "resource"
      ? node
      : namedChildren(tree, node).find((one) => kindOf(tree, one) === "variable_declarator");
  return own !== undefined && textOf(tree, childByField(tree, own, "name")) === name;
}

/** What is read from the stream, and what the variables that keep it, is cast to. */
function expected(tree: SyntaxTree, method: NodeId, stream: string): string[] {
  const reads = descendants(tree, method, ["method_invocation"]).filter((one) =>
    new RegExp(`^${stream}\\.read(?:Object|Unshared)\\(`, "u").test(textOf(tree, one)),
  );
  return reads.flatMap((read) => {
    let outer = parentOf(tree, read);
    while (kindOf(tree, outer) === "parenthesized_expression") outer = parentOf(tree, outer);
    if (kindOf(tree, outer) === "cast_expression") return bare(textOf(tree, childByField(tree, outer, "type")));
    if (kindOf(tree, outer) !== "variable_declarator") return ["Object"];
    const name = textOf(tree, childByField(tree, outer, "name"));
    const casts = descendants(tree, method, ["cast_expression"]).filter(
      (one) => textOf(tree, childByField(tree, one, "value")) === name,
    );
    return casts.length === 0 ? ["Object"] : casts.flatMap((one) => bare(textOf(tree, childByField(tree, one, "type"))));
  });
}

/** The names in a type: those of collections hold others. */
function bare(type: string): string[] {
  return (type.match(/[\w.]+/gu) ?? []).filter(
    (name) => !/^(?:extends|super|\?|byte|int|long|short|char|boolean|float|double)$/u.test(name),
  );
}

/** The classes that a type stands for, as expressions that give a part of the filter. */
function allowed(tree: SyntaxTree, type: string, seen = new Set<string>()): string[] {
  if (seen.has(type) || isPlain(tree, type)) return [];
  seen.add(type);
  const own = descendants(tree, 0, ["class_declaration", "record_declaration", "enum_declaration"]).find(
    (one) => textOf(tree, childByField(tree, one, "name")) === type,
  );
  if (own === undefined) return [`${type}.class.getPackageName() + ".*"`];
  const fields = descendants(tree, own, ["field_declaration", "formal_parameter"]).filter(
    (one) =>
      enclosing(tree, one, ["class_declaration", "record_declaration", "enum_declaration"]) === own &&
      methodAround(tree, one) === NONE &&
      !/\b(?:static|transient)\b/u.test(textOf(tree, one)),
  );
  const inner = fields
    .flatMap((one) => bare(textOf(tree, childByField(tree, one, "type"))))
    .flatMap((one) => allowed(tree, one, seen));
  return [`${type}.class.getName()`, ...inner];
}

/** Whether a type is one that every filter allows. */
function isPlain(tree: SyntaxTree, type: string): boolean {
  const known =
    /^(?:String|Integer|Long|Short|Byte|Double|Float|Boolean|Character|Number|Collection|Iterable|(?:Linked|Array|Tree|Hash|Enum|Sorted)*(?:List|Set|Map|Deque)|Vector|Stack|Hashtable|Properties|Optional|UUID|Date|BigDecimal|BigInteger)$/u;
  return known.test(type) || new RegExp(`^import\\s+java\\.(?:lang|util|math|time)\\.${type};`, "mu").test(tree.text);
}

/** A line right behind what makes the stream: its declaration, or the head of its `try`. */
function behind(tree: SyntaxTree, made: NodeId, line: string): TextEdit | undefined {
  const block = kindOf(tree, made) === "resource" ? childByField(tree, parentOf(tree, parentOf(tree, made)), "body") : NONE;
  const first = block === NONE ? made : namedChildren(tree, block)[0];
  if (first === undefined || !startsLine(tree, first)) return undefined;
  const indent = indentationAt(tree.text, tree.starts[first] as number);
  return block === NONE ? insertAfter(tree, made, `\n${indent}${line}`) : insertBefore(tree, first, `${line}\n${indent}`);
}
