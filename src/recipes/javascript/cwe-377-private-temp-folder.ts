import { kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { addEntry } from "#recipes/ecmascript-syntax/entries.ts";
import { argumentsOf, bare, propertyOf, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const WRITES = /^(?:promises\.)?(writeFile|appendFile|createWriteStream)(?:Sync)?$/;
/** What makes a name differ from run to run. */
const VARIES = /Date\.now\(\)|process\.pid|Math\.random\(\)|random(?:UUID|Bytes|Int)\(/;

/** The call of `os.tmpdir` in the path that a constant keeps, so that all uses of the file see one name. */
function keptFolder(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId {
  for (const call of nodesNear(tree, range, ["call_expression"])) {
    if (exportCalled(tree, call, ["os"]) !== "tmpdir") continue;
    const joined = parentOf(tree, parentOf(tree, call));
    if (!/^(?:join|resolve)$/.test(exportCalled(tree, joined, ["path"]) ?? "") || argumentsOf(tree, joined)[0] !== call) continue;
    if (kindOf(tree, parentOf(tree, joined)) === "variable_declarator") return call;
  }
  return NONE;
}

function privateFolder(tree: SyntaxTree, call: NodeId): RecipeAnswer {
  const declarator = parentOf(tree, parentOf(tree, parentOf(tree, call)));
  if (/mkdtemp/.test(textOf(tree, declarator))) return decline("the folder is made for this run already", "already-safe");
  const join = bare(tree, parentOf(tree, parentOf(tree, call)));
  const make = useExport(tree, call, { module: "fs", exported: "mkdtempSync", as: "module" });
  const path = tree.text.slice(tree.starts[join], tree.starts[call]).split("(")[0] as string;
  const prefix = quoted("private-", quoteStyle(tree));
  const joining = path.replace(/resolve$/, "join");
  if (joining !== path && !path.includes(".")) return decline("path.resolve is imported by name; join is needed beside it");
  return offer(tree, [
    {
      variant: "private-folder",
      title: "Put the file into a folder of its own",
      rationale: "mkdtemp makes a new folder that only its owner may enter, so nobody can put a file or link at the name first.",
      tradeOffs: {
        behaviour: "Each run has its own folder: other programs no longer find the file by a fixed name, and it must be removed.",
      },
      edits: [...make.edits, replaceNode(tree, call, `${make.text}(${joining}(${textOf(tree, call)}, ${prefix}))`)],
    },
  ]);
}

function newFileOnly(tree: SyntaxTree, call: NodeId, name: string): RecipeAnswer {
  const all = argumentsOf(tree, call);
  const key = name === "createWriteStream" ? "flags" : "flag";
  const entry = `${key}: ${quoted(name === "appendFile" ? "ax" : "wx", quoteStyle(tree))}`;
  const last = all[name === "createWriteStream" ? 0 : 1] as NodeId;
  const given = all[name === "createWriteStream" ? 1 : 2];
  const options = given === undefined ? NONE : bare(tree, given);
  if (options !== NONE && propertyOf(tree, options, key) !== undefined)
    return decline("how the file is opened is said already", "already-safe");
  const encoding = options === NONE ? undefined : stringValue(tree, options);
  const object = options !== NONE && kindOf(tree, options) === "object";
  if (options !== NONE && encoding === undefined && !object && kindOf(tree, options) !== "arrow_function")
    return decline("the options of the call are not in view", "not-in-view");
  const edit = object
    ? addEntry(tree, options, entry)
    : encoding === undefined
      ? insertAfter(tree, last, `, { ${entry} }`)
      : replaceNode(tree, options, `{ encoding: ${textOf(tree, options)}, ${entry} }`);
  return offer(tree, [
    {
      variant: "new-file-only",
      title: "Write only to a file that did not exist",
      rationale: "Opening fails where another account put a file or link at the name first, instead of writing through it.",
      tradeOffs: { behaviour: "A name that is in use already is an error." },
      edits: [edit],
    },
  ]);
}

export default defineRecipe({
  id: "javascript/cwe-377-private-temp-folder",
  title: "Temporary file cannot be planted by another account",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-377", "CWE-379"],
  review: "merge-after-review",
  description:
    "Where a constant keeps a path in `os.tmpdir()`, puts a folder from `fs.mkdtempSync` in between; where the path is written in the call and its name varies by time, process or chance, opens the file with `wx`, which refuses one that exists. Declines for fixed names in a call, since other code finds the file by its name.",
  propose({ tree, range }) {
    const kept = keptFolder(tree, range);
    if (kept !== NONE) return privateFolder(tree, kept);
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const name = WRITES.exec(exportCalled(tree, call, ["fs", "fs/promises"]) ?? "")?.[1];
      const path = argumentsOf(tree, call)[0];
      if (name === undefined || path === undefined || !/\/tmp\/|tmpdir\(\)/.test(textOf(tree, path))) continue;
      if (!VARIES.test(textOf(tree, path))) return decline("other code may find the file by its fixed name", "intent-unknown");
      if (name !== "createWriteStream" && argumentsOf(tree, call).length < 2) continue;
      return newFileOnly(tree, call, name);
    }
    return decline("no file in the temporary folder is made at the place", "other-place");
  },
});
