import type { Cwe } from "#domain/cwe.ts";
import { cweFamily } from "#domain/cwe.ts";

/** What a model is told of a kind of weakness, in plain words. */
export interface Guidance {
  readonly problem: string;
  /** What a correct repair does. */
  readonly right: string;
  /** What looks like a repair and is none. */
  readonly wrong: string;
}

/** By family of weaknesses, see domain/cwe.ts. */
const GUIDANCE: Readonly<Record<string, Guidance>> = {
  "path-traversal": {
    problem: "A name from outside decides which file is used, so .. or an absolute path leads out of the folder that was meant.",
    right:
      "Resolve base and target (symbolic links too), then refuse a target that is neither the base nor below it; compare whole folders, with a separator.",
    wrong: "Removing ../ from the text, testing a prefix without separator, or testing before the path is resolved.",
  },
  "command-injection": {
    problem: "A value becomes part of a command line that a shell reads.",
    right:
      "Start the program with a list of arguments and without a shell; put -- before names, or refuse those that begin with -.",
    wrong: "Quoting by hand, removing single characters, or a shell that is only named differently.",
  },
  "cross-site-scripting": {
    problem: "A value becomes markup or script of a page.",
    right: "Escape for the place where the value stands (text, attribute, URL, script), or set it as text instead of as HTML.",
    wrong: "Removing <script>, escaping only < and >, or escaping before the value is put together.",
  },
  "sql-injection": {
    problem: "A value becomes part of the text of a query, so it can change what the query means.",
    right:
      "Write a placeholder in the driver's own style and pass the value apart; take table and column names from a fixed list.",
    wrong: "Doubling quotes, removing words such as DROP, or a placeholder inside quotes.",
  },
  "code-injection": {
    problem: "A value is run as code or as a template.",
    right: "Parse it as the data it is (JSON, literals, numbers), or look the operation up in a table of known ones.",
    wrong: "eval with fewer names, a list of forbidden words, or another way to run the same text.",
  },
  deserialization: {
    problem: "Bytes from outside are turned into objects by a format that can run code.",
    right: "Use a format of plain data (JSON, a safe loader), or check a signature with a secret key before loading.",
    wrong: "Catching the exception, checking the type afterwards, or another loader of the same kind.",
  },
  "weak-hash": {
    problem: "The algorithm is broken or too fast for what it protects.",
    right:
      "SHA-256 or better for integrity; scrypt, argon2, bcrypt or PBKDF2 with a random salt and a high cost for passwords; AES-GCM for encryption.",
    wrong: "Hashing twice, a fixed salt, or a longer key for the same algorithm.",
  },
  "weak-random": {
    problem: "A secret value comes from a generator whose output can be predicted.",
    right: "Take it from the system's secure generator (secrets in Python, crypto in Node) with at least 128 bits.",
    wrong: "Seeding the same generator with the time, or hashing its output.",
  },
  "certificate-validation": {
    problem: "The other side of a TLS connection is not checked.",
    right: "Leave certificate and host name checks on; give a private authority's certificate as a file.",
    wrong: "Catching the error, or switching off only one of the two checks.",
  },
  "hard-coded-secret": {
    problem: "A secret stands in the code, where everyone who reads the code has it.",
    right: "Read it from the environment or a secret store and fail clearly where it is missing.",
    wrong: "Encoding it, splitting it, or using it as the default of the lookup.",
  },
  "temporary-file": {
    problem: "Another user of the machine can guess or replace a temporary file.",
    right: "Create it with the library's call that opens the file at once under a random name and for its owner only.",
    wrong: "A longer name, or looking whether the file exists before it is opened.",
  },
  "xml-entities": {
    problem: "The parser follows external entities or expands them without bound.",
    right: "Switch off entities, DTDs and network access in the parser, or use a hardened one.",
    wrong: "Searching the text for <!ENTITY.",
  },
  "open-redirect": {
    problem: "A value from outside decides where the browser is sent.",
    right:
      "Allow only paths of this site (one leading slash, no backslash, no second slash) or hosts of a fixed list, after parsing.",
    wrong: "Testing that the text starts with or contains the site's name.",
  },
  "request-forgery": {
    problem: "A value from outside decides which server this one connects to.",
    right: "Parse the URL; allow only listed hosts and https; follow no redirects.",
    wrong: "Testing the text for localhost, or a test of the host that the request does not use.",
  },
  "regex-blow-up": {
    problem: "Matching takes time that grows out of bounds with the length of a hostile text.",
    right: "Write the expression without nested or overlapping repetition, and bound the length of the text.",
    wrong: "A time-out around the call in the same thread.",
  },
  "prototype-pollution": {
    problem: "Names from outside become keys of objects, __proto__ among them.",
    right: "Refuse __proto__, constructor and prototype at every level, or use a Map or an object without prototype.",
    wrong: "Testing only the first level or only one of the names.",
  },
  "error-exposure": {
    problem: "Details of an error reach a stranger.",
    right: "Log them, and answer with a general message and the right status.",
    wrong: "Swallowing the error.",
  },
  "swallowed-error": {
    problem: "An error is caught and forgotten.",
    right: "Catch what can be handled, and log or raise the rest.",
    wrong: "Logging nothing, or returning a value that means success.",
  },
  "file-permission": {
    problem: "Others on the machine may read or change a file.",
    right: "Give only the owner what is needed, at creation.",
    wrong: "Changing the mode after secrets have been written.",
  },
  "cleartext-transport": {
    problem: "Data crosses the network unencrypted.",
    right: "Use the encrypted form of the protocol, with certificate checks.",
    wrong: "Encoding the data.",
  },
  "cookie-flags": {
    problem: "A cookie can be read by scripts or sent unencrypted.",
    right: "Set Secure, HttpOnly and SameSite.",
    wrong: "Setting them for another cookie only.",
  },
  "network-binding": {
    problem: "A service listens on every interface.",
    right: "Bind to loopback, or take the address from the configuration with loopback as default.",
    wrong: "Another port.",
  },
};

const GENERAL: Guidance = {
  problem: "See what the engine said.",
  right: "Remove the cause at the place where the unsafe value or call stands, and keep the behaviour for harmless input.",
  wrong: "Hiding the place from the engine, catching the error, or dropping the feature.",
};

export function guidanceFor(cwe: Cwe | undefined): Guidance {
  return (cwe === undefined ? undefined : GUIDANCE[cweFamily([cwe])]) ?? GENERAL;
}
