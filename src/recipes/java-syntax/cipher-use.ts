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
import { enclosingStatement, startsLine } from "#recipes/kit/edit.ts";
import { argumentsOf, declaredWith, literalAt, methodName, objectText, objectOf, typeOf } from "./calls.ts";

/** One cipher that a method makes, sets up once and hands one message. */
export interface CipherUse {
  readonly method: NodeId;
  readonly direction: "encrypt" | "decrypt";
  /** The name of the algorithm in `Cipher.getInstance`. */
  readonly algorithm: NodeId;
  readonly name: string;
  /** The statement that sets the cipher up, alone on its lines. */
  readonly init: NodeId;
  readonly key: NodeId;
  /** The vector that was handed over. */
  readonly vector: NodeId | undefined;
  readonly final: NodeId;
  readonly statement: NodeId;
}

/** Every cipher of a file; undefined as soon as one is not used in that plain form. */
export function cipherUses(tree: SyntaxTree): readonly CipherUse[] | undefined {
  const made = descendants(tree, 0, ["method_invocation"]).filter(
    (one) => methodName(tree, one) === "getInstance" && /(?:^|\.)Cipher$/u.test(objectText(tree, one)),
  );
  const uses = made.map((one) => readUse(tree, one));
  return uses.every((one) => one !== undefined) ? uses : undefined;
}

function readUse(tree: SyntaxTree, made: NodeId): CipherUse | undefined {
  const [algorithm, ...provider] = argumentsOf(tree, made);
  const declared = declaredWith(tree, made);
  const method = enclosing(tree, made, ["method_declaration"]);
  if (
    declared === undefined ||
    method === NONE ||
    provider.length > 0 ||
    literalAt(tree, algorithm) === undefined ||
    algorithm === undefined
  )
    return undefined;
  const { name } = declared;
  const calls = descendants(tree, method, ["method_invocation"]).filter((one) => {
    const object = objectOf(tree, one);
    return object !== NONE && textOf(tree, object) === name;
  });
  const inits = calls.filter((one) => methodName(tree, one) === "init");
  const finals = calls.filter((one) => methodName(tree, one) === "doFinal");
  const uses = descendants(tree, method, ["identifier"]).filter((one) => textOf(tree, one) === name).length;
  const [init, final] = [inits[0], finals[0]];
  if (init === undefined || final === undefined || calls.length !== 2 || uses !== 3) return undefined;
  const [mode, key, vector, ...more] = argumentsOf(tree, init);
  const direction = /(?:^|\.)(ENCRYPT|DECRYPT)_MODE$/u.exec(mode === undefined ? "" : textOf(tree, mode))?.[1];
  const outer = parentOf(tree, init);
  const statement = enclosingStatement(tree, final);
  if (direction === undefined || key === undefined || more.length > 0 || argumentsOf(tree, final).length !== 1) return undefined;
  if (kindOf(tree, outer) !== "expression_statement" || !startsLine(tree, outer) || !startsLine(tree, statement))
    return undefined;
  if (
    !/^(?:return_statement|local_variable_declaration)$/u.test(kindOf(tree, statement)) ||
    parentOf(tree, statement) !== parentOf(tree, outer)
  )
    return undefined;
  return {
    method,
    direction: direction === "ENCRYPT" ? "encrypt" : "decrypt",
    algorithm,
    name,
    init: outer,
    key,
    vector,
    final,
    statement,
  };
}

/** Whether a method hands every failure of a cipher on, or catches it. */
export function allowsFailure(tree: SyntaxTree, { method, init }: CipherUse): boolean {
  const wide = /^(?:java\.\w+\.)?(?:GeneralSecurityException|Exception|Throwable|InvalidAlgorithmParameterException)$/u;
  const thrown = namedChildren(tree, method)
    .filter((one) => kindOf(tree, one) === "throws")
    .flatMap((one) => namedChildren(tree, one));
  const caught = descendants(tree, method, ["catch_type"]).filter((one) => {
    const attempt = enclosing(tree, one, ["try_statement", "try_with_resources_statement"]);
    return attempt !== NONE && init > attempt && init < (tree.after[childByField(tree, attempt, "body")] as number);
  });
  const names = [...thrown, ...caught].flatMap((one) => textOf(tree, one).split(/\s*\|\s*/u));
  return names.some((one) => wide.test(one));
}

/** What makes keys for an algorithm in a file: of given bytes, and by a generator. */
export function keyMakers(
  tree: SyntaxTree,
  algorithm: string,
): { readonly specs: readonly NodeId[]; readonly generators: readonly NodeId[] } {
  const specs = descendants(tree, 0, ["object_creation_expression"]).filter(
    (one) =>
      typeOf(tree, one) === "SecretKeySpec" &&
      literalAt(tree, argumentsOf(tree, one).at(-1))?.toLowerCase() === algorithm.toLowerCase(),
  );
  const generators = descendants(tree, 0, ["method_invocation"]).filter(
    (one) =>
      methodName(tree, one) === "getInstance" &&
      objectText(tree, one) === "KeyGenerator" &&
      literalAt(tree, argumentsOf(tree, one)[0])?.toLowerCase() === algorithm.toLowerCase(),
  );
  return { specs, generators };
}
