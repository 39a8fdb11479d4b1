import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import { ENTRY } from "./sanitizer-report.ts";
import type { CFunction } from "./signature.ts";
import { type ShapedParameter, widthOf } from "./shapes.ts";
import type { Outside } from "./values.ts";

/** What a harness calls. */
export interface Called {
  /** Repository-relative. */
  readonly path: string;
  readonly function: CFunction;
  readonly parameters: readonly ShapedParameter[];
  readonly outside: Outside;
  /** Statements that make tables, for a function that is given a database. */
  readonly tables: readonly string[];
  /** The file's text with calls of `assay_ran` before statements whose running matters; on the same lines. */
  readonly marked?: string;
}

const DECLARED = `
unsigned long long assay_word(void); void *assay_elements(__SIZE_TYPE__, int, unsigned long long *); char *assay_text(__SIZE_TYPE__);
char **assay_texts(const char *, unsigned long long *); void *assay_zeros(__SIZE_TYPE__); char *assay_file(int); void *assay_stream(int); char *assay_folder(void);
void assay_stdin(void); void assay_variable(const char *); void *assay_database(void);
void *assay_tls_context(void); void *assay_tls(void); void *assay_curl(void); void *assay_document(void); void assay_table(void *, const char *);
void assay_number(const char *, long long); void assay_real(const char *, double); void assay_bytes(const char *, const void *, __SIZE_TYPE__);
void assay_words(const char *, const char *); void assay_pointer(const char *, const void *); void assay_own(const void *);
void assay_begin(void); void assay_end(void);
`;

/** C text that holds the file under test and one function that calls it with values of the input and uses every result. */
export function harnessSource({ path, function: called, parameters, outside, tables, marked }: Called): string {
  const name = called.name === "main" ? ENTRY : called.name;
  const lines = [
    ...parameters.flatMap((each, index) => makeOf(each, index, called.name)),
    ...parameters.flatMap((each, index) => (each.shape.kind === "count" ? [countOf(parameters, each, index)] : [])),
    ...outside.variables.map((each) => `assay_variable("${each}");`),
    ...(outside.stdin ? ["assay_stdin();"] : []),
    ...tables.map(
      (each) => `assay_table(a${parameters.findIndex(({ shape }) => shape.kind === "database")}, ${JSON.stringify(each)});`,
    ),
    "assay_begin();",
    `${resultOf(called)}${name}(${parameters.map((_, index) => `a${index}`).join(", ")});`,
    "assay_end();",
    ...shownOf(called),
    ...parameters.flatMap((each, index) => afterwards(each, index)),
  ];
  const file =
    marked === undefined ? `#include "${PROJECT}/${path}"` : `void assay_ran(int);\n#line 1 "${PROJECT}/${path}"\n${marked}`;
  return `#define main ${ENTRY}\n${file}\n#undef main\n${DECLARED}\nvoid assay_call(void) {\n${lines.join("\n")}\n}\n`;
}

function makeOf({ shape, type }: ShapedParameter, index: number, name: string): string[] {
  const a = `a${index}`;
  switch (shape.kind) {
    case "number":
      return [`${type.written.replace(/^const /, "")} ${a} = (${type.written})(long long)assay_word();`];
    case "text":
      return [`void *${a} = assay_text(${shape.room});`];
    case "elements":
      return [`unsigned long long c${index}; void *${a} = assay_elements(${unitOf(type)}, ${Number(shape.marked)}, &c${index});`];
    case "texts":
      return [`unsigned long long c${index}; void *${a} = assay_texts(${name === "main" ? '"program"' : "0"}, &c${index});`];
    case "cell":
      return [`void *${a} = assay_zeros(${unitOf(type)});`];
    case "place":
      return [`void *${a} = assay_zeros(sizeof(void *));`];
    case "file":
      return [`void *${a} = assay_file(${index});`];
    case "folder":
      return [`void *${a} = assay_folder();`];
    case "stream":
      return [`void *${a} = assay_stream(${index});`];
    case "database":
      return [`void *${a} = assay_database();`];
    case "handle":
      return [`void *${a} = ${shape.maker}();`];
    case "record":
    case "count":
      break;
  }
  return [];
}

function countOf(parameters: readonly ShapedParameter[], { type }: ShapedParameter, index: number): string {
  const owner = parameters.findIndex(
    ({ shape }) => (shape.kind === "elements" || shape.kind === "texts") && shape.count === index,
  );
  return `${type.written.replace(/^const /, "")} a${index} = (${type.written})c${owner};`;
}

/** Bytes of what a pointer points to, in C. */
function unitOf(type: ShapedParameter["type"]): string {
  const width = widthOf({ ...type, pointers: 0 });
  return type.base === "void" ? "1" : width === undefined ? `sizeof(${type.base})` : String(width);
}

function resultOf({ result }: CFunction): string {
  if (result.pointers > 0) return "const void *r = ";
  return result.base === "void" ? "" : `${result.written.replace(/^const /, "")} r = `;
}

function shownOf({ result }: CFunction): string[] {
  const isText = /^(?:signed )?char$/.test(result.base);
  if (result.pointers === 1 && isText) return ['assay_words("return", r);', "assay_own(r);"];
  if (result.pointers > 0) return ['assay_pointer("return", r);', "assay_own(r);"];
  if (result.base === "void") return [];
  if (widthOf(result) !== undefined) return ['assay_number("return", (long long)r);'];
  return /^(?:float|double)$/.test(result.base) ? ['assay_real("return", r);'] : ['assay_bytes("return", &r, sizeof r);'];
}

function afterwards({ name, shape, type }: ShapedParameter, index: number): string[] {
  const a = `a${index}`;
  if (shape.kind === "text" && shape.room > 0) return [`assay_words("${name}", ${a});`];
  if (shape.kind === "elements" && !type.constant) return [`assay_bytes("${name}", ${a}, c${index} * ${unitOf(type)});`];
  if (shape.kind === "cell") return [`assay_bytes("${name}", ${a}, ${unitOf(type)});`];
  if (shape.kind === "place") return [`assay_words("${name}", *(char **)${a});`, `assay_own(*(char **)${a});`];
  return [];
}
