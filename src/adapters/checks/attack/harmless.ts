import { knownWords } from "./known-words.ts";
import type { Family, Parameter, Shape } from "./plan.ts";
import { beginsAddress, choosesAlgorithm, isAssigned, isFilled, isObject, isRead } from "./uses.ts";

/** What the code says of one parameter. Texts are as written, `""` for nothing. */
export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly keyword: boolean;
  /** Names that the parameter is taken apart into. */
  readonly fields?: readonly Declared[];
}

const TYPES: readonly (readonly [RegExp, Shape])[] = [
  [/^(?:typing\.)?(?:Optional\[)?(?:Union\[)?str\b|^string\b|^Text\b/, "text"],
  [/\b(?:bytes|bytearray|Buffer|Uint8Array)\b/, "bytes"],
  [/\bPath(?:Like)?\b/, "path"],
  [/^(?:Optional\[)?bool(?:ean)?\b/, "flag"],
  [/^(?:Optional\[)?(?:int|float|Decimal|number|bigint)\b/, "number"],
  [/\b(?:Connection|Cursor|Session|Engine|Pool|PoolClient|Client|Database|DatabaseSync|Knex|Sequelize|DataSource)\b/, "database"],
  [/\b(?:Request|HttpRequest|IncomingMessage)\b/, "request"],
  [/\b(?:Response|ServerResponse)\b/, "response"],
  [/\b(?:Callable|Function)\b|=>/, "callback"],
  [/^(?:Optional\[)?(?:typing\.)?(?:list|List|Sequence|Iterable|Tuple|tuple|Array)\b|\[\]$/, "list"],
  [/^(?:Optional\[)?(?:typing\.)?(?:dict|Dict|Mapping|Record|Map)\b|^\{/, "record"],
];

const NAMES: readonly (readonly [RegExp, Shape])[] = [
  [
    /^(?:db|conn|connection|cursor|cur|database|engine|pool|knex|sequelize|tx|transaction|dbc|sqlite|pg|mysql)$|(?:Connection|_conn|_db|Db|Pool|_cursor)$/,
    "database",
  ],
  [/^(?:req|request)$/, "request"],
  [/^(?:res|resp|response|reply)$/, "response"],
  [/^(?:next|cb|callback|done|fn|on[A-Z]\w*)$/, "callback"],
  [
    /(?:^|_)(?:folder|dir|directory|root|base)(?:_?(?:path|name))?$|(?:Folder|Dir|Directory|Root|Base)(?:Path|Name)?$|^(?:base|root|upload)(?:_|[A-Z])\w*(?:dir|path|folder)$/i,
    "folder",
  ],
  [
    /^(?:count|num|number|limit|offset|page|size|length|port|timeout|age|year|amount|total|width|height|n|bits|rounds|iterations|seconds|max\w*|min\w*)$|(?:_(?:count|length|size|limit)|Count|Length|Size|Limit)$/,
    "number",
  ],
  [/(?:^|_)id$|Id$/, "number"],
  [/^(?:args|arguments|argv|items|values|files|names|ids|tags|hosts|urls)$/, "list"],
  [/^(?:options|opts|params|config|settings|fields|data_dict|kwargs|filters|headers|form|payload_dict)$/, "record"],
  [/^(?:is|has|should|use|allow)(?:_|[A-Z])\w*$|^(?:flag|verbose|debug|force|quiet|strict|async)$/, "flag"],
];

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/url|uri|link|href|redirect|next|return_?to|target_?page/i, "http://example.com/a"],
  [/^(?:ip|ip_?addr\w*|addr|address)$/i, "127.0.0.1"],
  [/host|server|domain/i, "localhost"],
  [/mail/i, "ann@example.com"],
  [/path|file|document|attachment|archive|image|template|resource/i, "a.txt"],
  [/expr|formula|code|calc|value|number|amount|json|yaml|literal|serial/i, "1"],
  [/column|order|sort|field|table/i, "name"],
  [/date/i, "2020-01-01"],
  [/password|secret/i, "Correct-horse-7"],
];

/** Families whose input is a literal or a document. */
const DATA: ReadonlySet<Family> = new Set(["code-injection", "deserialization"]);
const DOCUMENT = "<x><name>one</name></x>";

/** Families about addresses, where a host is one of the network's. */
const ADDRESSES: ReadonlySet<Family> = new Set(["open-redirect", "request-forgery"]);

/** What of the code is read to describe a parameter: the function's text, and that of the module around it. */
export interface Surroundings {
  readonly body: string;
  readonly around: string;
}

/** The harmless value of a parameter, and whether an attacker of this family would choose it. */
export function describe(
  declared: Declared,
  { body, around }: Surroundings,
  family: Family,
  inHand: ReadonlySet<string>,
): Parameter {
  const { name, keyword } = declared;
  if (declared.fields !== undefined) {
    const fields = declared.fields.map((field) => describe(field, { body, around }, family, inHand));
    return { name, shape: "record", text: "", attacked: fields.some((field) => field.attacked), keyword, fields };
  }
  const shape = shapeOf(declared, body, family);
  const algorithm = family === "weak-hash" && shape === "text" && choosesAlgorithm(name, body);
  const text = algorithm ? "sha256" : textOf(declared, shape, { body, around }, family);
  const open =
    ["text", "bytes", "path", "file", "list", "archive", "record", "request"].includes(shape) ||
    (family === "dangerous-upload" && shape === "object" && isUpload(name, body));
  const guessed = shape === "number" && declared.type === "" && !/^-?\d/.test(declared.default);
  const attacked = (open || guessed) && (inHand.size === 0 || inHand.has(name));
  if (declared.default !== "" && !attacked) return { name, shape: "omitted", text, attacked, keyword };
  return {
    name,
    shape: shape === "folder" && inHand.has(name) ? "text" : shape,
    text,
    attacked: attacked || (shape === "folder" && inHand.has(name)),
    keyword,
    ...(algorithm && { algorithm }),
  };
}

function textOf(declared: Declared, shape: Shape, { body, around }: Surroundings, family: Family): string {
  if (family === "xml-entities" && shape !== "number") return DOCUMENT;
  if (family === "mass-assignment" && shape === "record") return '{"name":"one"}';
  if (family === "weak-random" && shape === "number") return "16";
  if (shape === "number" || DATA.has(family)) return "1";
  const literal = /^[rub]*(["'])(.*)\1$/i.exec(declared.default)?.[2];
  if (ADDRESSES.has(family) && isRead(declared.name, body)) return "http://example.com/a";
  const [known] = shape === "text" ? knownWords(declared.name, body, around) : [];
  const named = TEXTS.find(([pattern]) => pattern.test(declared.name))?.[1];
  return known ?? literal ?? (named === "localhost" && ADDRESSES.has(family) ? "example.com" : named) ?? "ann";
}

const BASE =
  /^(?:domain|host|server|origin|base|endpoint|root)(?:_?name)?$|(?:base|api|app|home|site|root|server|service|auth|login|main|public|trusted|own)_?(?:url|uri|address|endpoint|host|domain|link|origin)$/i;

/** A parameter that says where an address begins, as the application's own configuration does. */
export function isBaseAddress({ name }: Parameter, body: string, family: Family): boolean {
  return ADDRESSES.has(family) && (BASE.test(name) || beginsAddress(name, body));
}

function shapeOf({ name, type, default: initial }: Declared, body: string, family: Family): Shape {
  if (family === "prototype-pollution" && isObject(name, body)) return "record";
  if (family === "header-injection" && isFilled(name, body)) return "record";
  if (family === "mass-assignment" && isAssigned(name, body)) return "record";
  if (family === "formula-injection" && new RegExp(`\\b(?:in|of) ${name}\\b|${name}\\.(?:map|forEach)\\(`).test(body))
    return "list";
  const typed = TYPES.find(([pattern]) => pattern.test(type))?.[1];
  if (typed !== undefined && typed !== "text" && typed !== "path") return typed;
  const named = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (named === "folder") return "folder";
  if (typed !== undefined) {
    if (family === "path-traversal" && UNPACKS.test(body)) return "archive";
    return isFile(name, family) ? "file" : typed;
  }
  if (initial === "True" || initial === "False" || initial === "true" || initial === "false") return "flag";
  if (/^-?\d/.test(initial)) return "number";
  if (/^["']/.test(initial)) return "text";
  if (initial.startsWith("{")) return "record";
  if (initial.startsWith("[")) return "list";
  const word = RegExp(`(?<![\\w.])${name.replaceAll(/[^\w]/g, "\\$&")}`).source;
  if (new RegExp(`hashlib\\.\\w+\\(${word}\\)|b64decode\\(${word}\\)|pickle\\.loads\\(${word}\\)`).test(body)) return "bytes";
  if (new RegExp(`${word}\\.(?:map|forEach|flatMap|reduce|every|some)\\(|\\bof ${name.replaceAll("$", "\\$")}\\)`).test(body))
    return "list";
  if (name.endsWith("s") && new RegExp(`\\bin (?:zip\\(|enumerate\\()?(?:\\w+, *)?${name}\\b`).test(body)) return "list";
  if (/["'][wa]b["']/.test(body) && new RegExp(`\\.write\\(${word}\\)`).test(body)) return "bytes";
  if (named === undefined && new RegExp(`${word}(?:\\[["']|\\.get\\(["'])`).test(body)) return "record";
  if (named !== undefined) return named;
  if (new RegExp(`${word}\\.(?:execute|cursor|query|prepare|raw)\\(`).test(body)) return "database";
  if ([...body.matchAll(new RegExp(`${word}\\.(\\w+)\\(`, "g"))].some(([, method = ""]) => !TEXT_METHODS.has(method)))
    return "object";
  if (family === "path-traversal" && UNPACKS.test(body) && !/member|entry/i.test(name)) return "archive";
  return isFile(name, family) ? "file" : "text";
}

/** Whether a parameter is used as a file that a form sent. */
function isUpload(name: string, body: string): boolean {
  return new RegExp(
    `(?<![\\w.])${name.replaceAll("$", "\\$")}\\.(?:save|filename|chunks|originalname|mv|mimetype|content_type)\\b`,
  ).test(body);
}

const TEXT_METHODS: ReadonlySet<string> = new Set(
  "split|strip|lstrip|rstrip|encode|decode|replace|replaceAll|format|join|lower|upper|startswith|endswith|startsWith|endsWith|trim|toString|match|includes|slice|substring|indexOf|find|isdigit|isalnum|isnumeric|toLowerCase|toUpperCase|splitlines|partition|test|exists|is_file|concat|charAt|read_text|resolve|map|count|title|hex|push|filter|forEach|get|items|keys".split(
    "|",
  ),
);

const UNPACKS = /\.extractall\(|unpack_archive\(/;

/** Where the name of a file is only handed on, the file should be there. */
function isFile(name: string, family: Family): boolean {
  return family !== "path-traversal" && /(?:^|_)(?:file|path|filename|filepath)$|(?:File|Path|FileName)$/i.test(name);
}
