import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { appendArgument, callArguments, calleeOf, callsNear, isCallOf, keywordArgument } from "#recipes/python-syntax/calls.ts";
import { type ModuleUse, useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { canonicalName, importedNames, importsModule } from "#recipes/python-syntax/names.ts";

const LXML = ["fromstring", "parse", "XML", "iterparse"].map((name) => `lxml.etree.${name}`);
const STANDARD = [
  ...["fromstring", "parse", "iterparse", "XML"].map((name) => `xml.etree.ElementTree.${name}`),
  ...["parse", "parseString"].flatMap((name) => [`xml.dom.minidom.${name}`, `xml.dom.pulldom.${name}`, `xml.sax.${name}`]),
];
const SAFE = "resolve_entities=False, no_network=True";

export default defineRecipe({
  id: "python/cwe-611-safe-xml",
  title: "Read XML without entities",
  languages: ["python"],
  cwes: ["CWE-611", "CWE-776"],
  review: "merge-after-review",
  description:
    "Gives lxml a parser that neither resolves entities nor opens addresses (`XMLParser(resolve_entities=False, no_network=True)`), and turns that off in a parser that is made here; a parser of the standard library " +
    "is replaced by the one of the same name in defusedxml, where the file imports that package already. Declines where a parser of the project's own is passed.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["lxml.etree.XMLParser", ...LXML, ...STANDARD])[0];
    if (call === undefined) return decline("no XML is read by a parser that resolves entities at the place", "other-place");
    if ((callArguments(tree, call) ?? []).some(({ splat }) => splat))
      return decline("arguments are passed on, so the parser is not known", "not-in-view");
    const standard = isCallOf(tree, call, STANDARD);
    const edits = standard
      ? defused(tree, call)
      : isCallOf(tree, call, ["lxml.etree.XMLParser"])
        ? settings(tree, call)
        : withParser(tree, call);
    if (typeof edits === "string") return decline(edits);
    return offer(tree, [
      {
        variant: standard ? "defusedxml" : "no-entities",
        title: standard ? "Read it with defusedxml" : "Resolve no entities",
        rationale:
          "A document can no longer name files and addresses to be read into it, nor grow beyond measure by entities of entities.",
        edits,
        tradeOffs: {
          behaviour: standard
            ? "Documents that declare entities raise EntitiesForbidden."
            : "Entities that a document declares are left unresolved.",
        },
      },
    ]);
  },
});

function settings(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const wanted = { resolve_entities: ["False", /^(False|["']internal["'])$/], no_network: ["True", /^True$/] } as const;
  const missing: string[] = [];
  const edits: TextEdit[] = [];
  for (const [name, [value, sound]] of Object.entries(wanted)) {
    const given = keywordArgument(tree, call, name);
    if (given === undefined) missing.push(`${name}=${value}`);
    else if (!sound.test(textOf(tree, given.value))) edits.push(replaceNode(tree, given.value, value));
  }
  const load = keywordArgument(tree, call, "load_dtd");
  if (load !== undefined && textOf(tree, load.value) === "True") edits.push(replaceNode(tree, load.value, "False"));
  const entities = missing.some((name) => name.startsWith("resolve")) || edits.length > 0;
  if (!entities) return "the parser resolves no entities already";
  return missing.length === 0 ? edits : [...edits, appendArgument(tree, call, missing.join(", "))];
}

function withParser(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const all = callArguments(tree, call) ?? [];
  if (isCallOf(tree, call, ["lxml.etree.iterparse"])) {
    return keywordArgument(tree, call, "resolve_entities") === undefined
      ? [appendArgument(tree, call, SAFE)]
      : "the call says itself what becomes of entities";
  }
  if (all.length !== 1) return "the call is given a parser of its own";
  const callee = calleeOf(tree, call);
  const named: ModuleUse | undefined =
    kindOf(tree, callee) === "attribute"
      ? { name: `${textOf(tree, childByField(tree, callee, "object"))}.XMLParser`, edits: [] }
      : useMember(tree, "lxml.etree", "XMLParser");
  if (named === undefined) return "the file uses the name XMLParser for something else";
  return [...named.edits, appendArgument(tree, call, `parser=${named.name}(${SAFE})`)];
}

function defused(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  if (!importsModule(tree, "defusedxml"))
    return "the package defusedxml, which reads XML safely, is not imported here; it would be a new dependency";
  if ((callArguments(tree, call) ?? []).some(({ name }) => name === "parser")) return "the call is given a parser of its own";
  const full = canonicalName(tree, calleeOf(tree, call)) as string;
  const [module, member] = [full.slice(0, full.lastIndexOf(".")), full.slice(full.lastIndexOf(".") + 1)];
  const safe = module
    .replace("xml.etree.", "xml.")
    .replace("xml.dom.", "xml.")
    .replace(/^xml\./, "defusedxml.");
  const known = importedNames(tree).find((name) => name.topLevel && name.target === safe);
  if (known !== undefined) return [replaceNode(tree, calleeOf(tree, call), `${known.local}.${member}`)];
  if (importsModule(tree, safe)) return [replaceNode(tree, calleeOf(tree, call), `${safe}.${member}`)];
  const use = useModule(tree, safe);
  return use === undefined
    ? "the file uses the name defusedxml for something else"
    : [...use.edits, replaceNode(tree, calleeOf(tree, call), `${use.name}.${member}`)];
}
