import { z } from "zod";
import { Cwe } from "#domain/cwe.ts";
import { Severity } from "#domain/severity.ts";

/**
 * Names what a model speaks of. `os.path.join`: a library name, from its import. `sqlite3.Cursor#execute`: a member of a value whose type is known.
 * `*#execute`: a member of a value about which nothing is known. `{a,b}` stands for several names.
 */
const References = z.array(z.string().min(1)).min(1);

/**
 * Names arguments of a call: `0` or `sql` by place or name, `*` all, `1..` from place 1 on, `this` the object of a method. A path may follow:
 * `0.text` a field, `0[0]` the first element, `0[]` any element.
 */
const Places = z.array(z.string().min(1)).min(1);

const Test = z.strictObject({
  argument: z.string().optional(),
  /** The argument is this constant. */
  is: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  /** The argument's constant text or library name matches. */
  matches: z.string().optional(),
  /** The argument was given, or was not. */
  given: z.boolean().optional(),
  /** What the argument begins with is untrusted, or is not. */
  begins: z.boolean().optional(),
  /** Something untrusted in the argument has this facet. */
  facet: z.string().optional(),
  /** The argument is a function of the project, or is not. */
  own: z.boolean().optional(),
  /** The last name in front of the method matches. */
  object: z.string().optional(),
  not: z.boolean().optional(),
});

/** All must hold; the tests of an inner list are alternatives. */
const When = z.array(z.union([Test, z.array(Test)])).optional();
const Kinds = z.union([z.literal("all"), z.array(z.string())]);
export const Label = z.enum(["remote", "local", "parameter", "page", "model", "stored"]);
export type Label = z.infer<typeof Label>;

const TypeFact = z.strictObject({
  type: z.string().min(1),
  calls: References.optional(),
  reads: References.optional(),
  /** For `calls`. */
  when: When,
  /** The object of the method is of this type from now on. */
  changes: z.boolean().optional(),
  /** For methods: the place of the constant name of a field of this type that the object has from now on. */
  declares: z.string().optional(),
  /** What a method gives of which nothing else is known is the object itself. */
  kept: z.boolean().optional(),
  /** The fields of the result are those of this argument. */
  fields: z.string().optional(),
  /** Classes whose methods have an object of this type. */
  bases: References.optional(),
  /** Last segment of declared types. */
  annotations: z.array(z.string()).optional(),
  /** Parameters by name, where nothing better is known. */
  parameters: z.array(z.string()).optional(),
  /** Variables that nothing in the project declares. */
  names: z.array(z.string()).optional(),
});

const Source = z.strictObject({
  calls: References.optional(),
  reads: References.optional(),
  /** For `calls`: not the result but these arguments are filled with it. */
  fills: Places.optional(),
  when: When,
  label: Label,
  /** What a message calls it: `the query string`. */
  note: z.string().min(1),
  /** It was checked against the fields that the object declares, or its class. */
  shaped: z.boolean().optional(),
});

const Handler = z.strictObject({
  /** Decorators of the function. */
  decorators: References.optional(),
  /** Calls that are given the function. */
  calls: References.optional(),
  /** For `calls`. */
  when: When,
  /** Functions with these names that stand outside of any other. */
  functions: References.optional(),
  /** For `functions: ["*"]`, all that a file exports: the text that the file begins with. */
  directive: z.string().optional(),
  /** Methods with these names of classes with these bases. */
  methods: z.strictObject({ bases: References, names: z.string() }).optional(),
  /** `all`: every parameter is untrusted; a list: the type of each parameter in order, `source` for an untrusted one, `` for nothing known. */
  parameters: z.union([z.literal("all"), z.array(z.string())]),
  /** Parameters whose names match this are not untrusted; `{name}` in `unless` stands for the parameter's name, and the text is the first argument of the call or decorator. */
  except: z.string().optional(),
  unless: z.string().optional(),
  /** Kinds to which the returned value is a sink. */
  returns: z.array(z.string()).optional(),
  note: z.string().min(1),
  /** Default `remote`. */
  label: Label.optional(),
  /** Parameters are turned into their declared types before, or refused. */
  converts: z.boolean().optional(),
});

const Sink = z.strictObject({
  calls: References.optional(),
  /** Members that are assigned to. */
  writes: References.optional(),
  arguments: Places.optional(),
  when: When,
  kind: z.string().min(1),
  /** Only data of these sources does harm here. */
  labels: z.array(Label).optional(),
  /** What a message calls it; the name in the code when absent. */
  note: z.string().optional(),
  /** The place of a regular expression: a sink only where one is known there that takes exponential or polynomial time on some text. */
  ambiguous: z.string().optional(),
  /** For methods of values of unknown type: a file is looked at for this sink only when it names one of these. */
  needs: z.array(z.string()).optional(),
  /** No sink once the file has set a member of any object to a value or class of a type, or has a function that returns one: `jinja_env=jinja2.Sandbox`. */
  unless: z.array(z.string()).optional(),
});

const Facet = z.enum(["address", "host", "normal", "relative", "part", "value"]);

/** `facet`: what was given must have it. */
const Sanitizer = z.strictObject({ calls: References, clears: Kinds, when: When, facet: Facet.optional() });

const Propagator = z.strictObject({
  calls: References,
  from: Places,
  /** The number of an argument: it is filled, and given back too. */
  to: z.union([z.enum(["result", "this"]), z.string().regex(/^\d+$/u)]).optional(),
  /** The place of a text with place-holders, which the values of `from` fill. */
  template: z.string().optional(),
  /** The result is the argument itself, for guards and constants. */
  exact: z.boolean().optional(),
  /** What the result is of what went in: an address taken apart, the host of one, a path without `..`, a part that says nothing of the rest. */
  facet: Facet.optional(),
  /** What was checked before may look different now. */
  decodes: z.boolean().optional(),
  /** Of an object whose fields are known the result is one of them, or the second argument. */
  element: z.boolean().optional(),
  /** The place of a schema that the result was checked against: fields that it declares as `schema.Plain` are harmless. */
  shaped: z.string().optional(),
  /** The result has what was checked under this name. */
  into: z.string().optional(),
  /** Kinds that it makes harmless on the way; with `to: this` what the method is called on, from then on. */
  clears: Kinds.optional(),
});

const Guard = z.strictObject({
  /** `*#in`: the test whether the argument stands in the object. */
  calls: References,
  argument: z.string().min(1),
  /** The call's answer for which the check holds of the argument; one that `raises` does not come back with the other. */
  answer: z.boolean(),
  /** The check is that the answer equals a trusted value. */
  equal: z.boolean().optional(),
  raises: z.boolean().optional(),
  clears: Kinds,
  when: When,
  /** These arguments must not be untrusted themselves. */
  trusted: Places.optional(),
  /** The checked value must have this facet. */
  facet: z.string().optional(),
  /** How the other argument must look: an anchored expression of harmless characters (`whole`: it is matched against all of the text anyway), a folder that ends with a separator (`prefix`: with none), an address with its host, an expression for a path of the own site (`local-start`: it is matched from the beginning anyway), an expression that finds any character but harmless ones (`excluded`), a domain behind a dot (`domain`). */
  shape: z.enum(["anchored", "whole", "folder", "prefix", "address", "local", "local-start", "excluded", "domain"]).optional(),
  shapeOf: z.string().optional(),
});

const Callback = z.strictObject({
  calls: References,
  /** Which argument is called, and what its parameters get: places of this call, `` for nothing. */
  argument: z.string(),
  parameters: z.array(z.string()),
  /** What it returns is part of the call's result. */
  returns: z.boolean().optional(),
});

/** What a call does to memory and numbers. Places are numbers of arguments; products are written `0*1`. */
const Memory = z.strictObject({
  calls: References,
  /** The result is something new of this family: `heap`, `file`. */
  gives: z.string().optional(),
  bytes: z.string().optional(),
  zeroed: z.boolean().optional(),
  /** How the result tells that nothing was made. */
  fails: z.enum(["null", "never"]).optional(),
  /** This argument, of the family `gives` or `heap`, is released. */
  releases: z.string().optional(),
  family: z.string().optional(),
  /** What is released is given back larger or smaller. */
  resizes: z.boolean().optional(),
  /** Arguments that are followed as addresses; all others are only handed on. */
  follows: z.array(z.string()).optional(),
  /** So many bytes are written to, or read from, an argument. */
  writes: z.strictObject({ to: z.string(), bytes: z.string() }).optional(),
  reads: z.strictObject({ from: z.string(), bytes: z.string() }).optional(),
  /** A text is put into an argument: copied, appended, with place-holders filled (from the place behind `template`), or read from outside. */
  text: z
    .strictObject({
      to: z.string(),
      from: z.string().optional(),
      append: z.boolean().optional(),
      template: z.string().optional(),
      /** At most so many bytes, the end mark included; `cut`: then the mark may be missing; `more`: it is written behind. */
      most: z.string().optional(),
      cut: z.boolean().optional(),
      more: z.boolean().optional(),
      note: z.string().optional(),
    })
    .optional(),
  /** Arguments that are filled with what comes from outside; `template` is the format that says how. */
  fills: z.strictObject({ from: z.string(), template: z.string().optional(), note: z.string() }).optional(),
  /** The result: a text's length, the number that a text says, or untrusted. */
  result: z.enum(["length", "number", "input", "argument"]).optional(),
  note: z.string().optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  /** The place of a format: the arguments behind it are read as it says. */
  prints: z.string().optional(),
  /** The argument must hold. */
  asserts: z.string().optional(),
  /** Arguments that are kept beyond the call. */
  keeps: Places.optional(),
});

const Fixed = z.strictObject({ reads: References, is: z.union([z.string(), z.number()]) });

export const ModelFile = z.strictObject({
  title: z.string().min(1),
  types: z.array(TypeFact).optional(),
  /** Library names whose value is known. */
  constants: z.array(Fixed).optional(),
  sources: z.array(Source).optional(),
  handlers: z.array(Handler).optional(),
  sinks: z.array(Sink).optional(),
  sanitizers: z.array(Sanitizer).optional(),
  propagators: z.array(Propagator).optional(),
  guards: z.array(Guard).optional(),
  callbacks: z.array(Callback).optional(),
  /** Calls whose errors repeat in their messages what was given. */
  echoes: References.optional(),
  /** Calls that do not come back. */
  ends: References.optional(),
  /** What calls do to memory, for languages that declare it. */
  memory: z.array(Memory).optional(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/** What flows must not reach: one rule each. */
export const Kind = z.strictObject({
  /** Short name that models use. */
  kind: z.string().min(1),
  rule: z.string().regex(/^[a-z][a-z0-9-]*$/u),
  title: z.string().min(1),
  cwe: z.array(Cwe).min(1),
  severity: Severity,
  /** For each label of sources how often a finding is right; a label that is absent is no source for this kind. */
  confidence: z.strictObject({
    remote: z.number().optional(),
    local: z.number().optional(),
    parameter: z.number().optional(),
    page: z.number().optional(),
    model: z.number().optional(),
    stored: z.number().optional(),
  }),
  /** The kind whose sinks these are: reported in its place where a check was too weak, one that `clears` both. */
  of: z.string().optional(),
  /** A parameter of a public function counts only where it is put into other text. */
  embedded: z.boolean().optional(),
  /** Only what is put behind other text counts. */
  within: z.boolean().optional(),
  /** A parameter that the value begins with is the caller's own choice. */
  base: z.boolean().optional(),
  /** An address that begins with one slash and no second one is harmless. */
  site: z.boolean().optional(),
  /** What follows a constant beginning of this form is harmless. */
  safePrefix: z.string().optional(),
  /** The kind whose sinks these are: reported for what follows such a beginning up to the first question mark. */
  behind: z.string().optional(),
  /** `{source}` and `{sink}` are replaced. */
  message: z.string().min(1),
  remedy: z.string().min(1),
  references: z.array(z.string()),
});
export type Kind = z.infer<typeof Kind>;

export type TestModel = z.infer<typeof Test>;
export type WhenModel = readonly (TestModel | readonly TestModel[])[] | undefined;
export type TypeModel = NonNullable<ModelFile["types"]>[number];
export type SourceModel = NonNullable<ModelFile["sources"]>[number];
export type HandlerModel = NonNullable<ModelFile["handlers"]>[number];
export type SinkModel = NonNullable<ModelFile["sinks"]>[number];
export type SanitizerModel = NonNullable<ModelFile["sanitizers"]>[number];
export type PropagatorModel = NonNullable<ModelFile["propagators"]>[number];
export type GuardModel = NonNullable<ModelFile["guards"]>[number];
export type MemoryModel = NonNullable<ModelFile["memory"]>[number];
export type CallbackModel = NonNullable<ModelFile["callbacks"]>[number];
