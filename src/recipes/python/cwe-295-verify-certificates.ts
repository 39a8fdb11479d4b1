import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeOf, isNamed, keywordArgument, methodName, referenceNear, removeArgument } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { canonicalName, importsModule } from "#recipes/python-syntax/names.ts";
import { scopeOf } from "#recipes/python-syntax/scope.ts";

const CLIENTS = ["requests", "httpx", "aiohttp", "urllib3", "boto3", "botocore", "hvac", "elasticsearch", "opensearchpy"];
const METHODS =
  /^(get|post|put|patch|delete|head|options|request|send|stream|client|Client|AsyncClient|Session|TCPConnector|ClientSession|ws_connect|PoolManager|ProxyManager|HTTPSConnectionPool)$/;
const UNVERIFIED = ["ssl._create_unverified_context", "ssl._create_stdlib_context"];
const NO_CERTIFICATE = ["ssl.CERT_NONE", "ssl.VerifyMode.CERT_NONE"];

export default defineRecipe({
  id: "python/cwe-295-verify-certificates",
  title: "Verify the server's certificate",
  languages: ["python"],
  cwes: ["CWE-295", "CWE-297"],
  review: "merge-after-review",
  description:
    "Removes `verify=False`, `ssl=False` and `verify_ssl=False` from calls of HTTP clients, sets `verify`, `check_hostname` and `verify_mode` back to what verifies, and replaces " +
    "`ssl._create_unverified_context` by `ssl.create_default_context`. Declines where the setting is not a plain constant or the call belongs to no known client. Servers with " +
    "certificates of a private authority then need that authority's file.",
  propose({ tree, range }) {
    const edits = argumentEdits(tree, range) ?? settingEdits(tree, range) ?? contextEdits(tree, range);
    if (edits === undefined) return decline("no constant that turns certificate checks off is at the place", "other-place");
    return offer(tree, [
      {
        variant: "verify",
        title: "Verify certificates as the client does by default",
        rationale:
          "The connection is made only to a server whose certificate is valid for its name, so nobody between can answer in its place.",
        edits,
        tradeOffs: { behaviour: "Connections to servers with self-signed, expired or wrongly named certificates fail." },
      },
    ]);
  },
});

type Range = { readonly start: number; readonly end: number };

function argumentEdits(tree: SyntaxTree, range: Range): TextEdit[] | undefined {
  for (const call of nodesNear(tree, range, ["call"])) {
    const root = canonicalName(tree, calleeOf(tree, call))?.split(".")[0] ?? "";
    const known =
      CLIENTS.includes(root) ||
      (METHODS.test(methodName(tree, call) ?? "") && CLIENTS.some((module) => importsModule(tree, module)));
    if (!known || root === "jwt") continue;
    for (const name of ["verify", "ssl", "verify_ssl", "verify_certs"]) {
      const argument = keywordArgument(tree, call, name);
      if (argument !== undefined && textOf(tree, argument.value) === "False") return [removeArgument(tree, call, argument)];
    }
    const required = keywordArgument(tree, call, "cert_reqs");
    const edit = required && requireCertificate(tree, required.value);
    if (edit !== undefined) return [edit];
  }
  return undefined;
}

function requireCertificate(tree: SyntaxTree, value: NodeId): TextEdit | undefined {
  const text = textOf(tree, value);
  if (/^["']CERT_NONE["']$/.test(text)) return replaceNode(tree, value, text.replace("NONE", "REQUIRED"));
  return isNamed(tree, value, NO_CERTIFICATE) && kindOf(tree, value) === "attribute"
    ? replaceNode(tree, childByField(tree, value, "attribute"), "CERT_REQUIRED")
    : undefined;
}

/** `object.verify = False` and its like; a context's two settings depend on each other, so both are mended at once. */
function settingEdits(tree: SyntaxTree, range: Range): TextEdit[] | undefined {
  for (const assignment of nodesNear(tree, range, ["assignment"])) {
    const own = settingEdit(tree, assignment);
    if (own === undefined) continue;
    const object = textOf(tree, childByField(tree, childByField(tree, assignment, "left"), "object"));
    const others = descendants(tree, scopeOf(tree, assignment), ["assignment"]).filter((other) => {
      const left = childByField(tree, other, "left");
      return kindOf(tree, left) === "attribute" && textOf(tree, childByField(tree, left, "object")) === object;
    });
    return others.map((other) => settingEdit(tree, other)).filter((edit) => edit !== undefined);
  }
  return undefined;
}

function settingEdit(tree: SyntaxTree, assignment: NodeId): TextEdit | undefined {
  const [left, right] = [childByField(tree, assignment, "left"), childByField(tree, assignment, "right")];
  if (kindOf(tree, left) !== "attribute") return undefined;
  const name = textOf(tree, childByField(tree, left, "attribute"));
  if (name === "verify_mode") return requireCertificate(tree, right);
  const switches = name === "check_hostname" || (name === "verify" && CLIENTS.some((module) => importsModule(tree, module)));
  return switches && textOf(tree, right) === "False" ? replaceNode(tree, right, "True") : undefined;
}

function contextEdits(tree: SyntaxTree, range: Range): TextEdit[] | undefined {
  const node = referenceNear(tree, range, UNVERIFIED);
  if (node === undefined) return undefined;
  if (kindOf(tree, node) === "attribute")
    return [replaceNode(tree, childByField(tree, node, "attribute"), "create_default_context")];
  const use = useMember(tree, "ssl", "create_default_context", node);
  return use && [...use.edits, replaceNode(tree, node, use.name)];
}
