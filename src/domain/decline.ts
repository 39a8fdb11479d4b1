import { z } from "zod";

/** Why nobody proposed a repair: what it means, and what a person can do. */
interface DeclineMeaning {
  readonly means: string;
  readonly remedy: string;
}

/** Every reason for which a recipe or a model stands back. Documented in docs/reference/recipes.md. */
export const DECLINES = {
  "other-place": {
    means: "The recipe is for other code than stands at the place.",
    remedy: "Repair it by hand, or configure a model.",
  },
  "already-safe": {
    means: "The code at the place, or around it, already does what the recipe would do, or the value is the program's own.",
    remedy: "Look whether the finding is right; if it is not, suppress it with a reason.",
  },
  "intent-unknown": {
    means: "What is right here is a matter of what the program is meant to do, which the code does not say.",
    remedy: "Decide it, and repair by hand; or say it in the code: declare what is allowed, or name the thing after its purpose.",
  },
  "not-in-view": {
    means: "What the repair depends on is computed, passed on or written elsewhere, so that it cannot be read at the place.",
    remedy: "Write the value or the option at the call, or repair by hand.",
  },
  "library-unknown": {
    means:
      "Which library does the work here, and so how it wants to be called, is told neither by the file nor by the project's manifests.",
    remedy:
      "Import the library in the file or declare it in the project's manifest (package.json, requirements.txt, go.mod), or repair by hand.",
  },
  "name-taken": {
    means: "The file uses a name that the repair needs for something else, or leaves no room for a line.",
    remedy: "Rename the other thing, or import what is needed, and run the repair again.",
  },
  "too-involved": {
    means: "The code has the weakness in a form that cannot be rewritten without a risk to what it does.",
    remedy: "Split the statement, so that the value has a line and a name of its own, or repair by hand or with a model.",
  },
  "syntax-error": {
    means: "The file cannot be parsed at the place.",
    remedy: "Mend the syntax error first.",
  },
  "recipe-failed": {
    means: "The recipe broke down.",
    remedy: "Report it with the file; the other recipes went on.",
  },
  "model-unusable": {
    means: "The model gave no answer, or one that is no edit of the editable code.",
    remedy: "Run it again, or take another model.",
  },
} as const satisfies Readonly<Record<string, DeclineMeaning>>;

export const DeclineCode = z.enum(Object.keys(DECLINES) as [keyof typeof DECLINES, ...(keyof typeof DECLINES)[]]);
export type DeclineCode = z.infer<typeof DeclineCode>;

/** One recipe or model that proposed nothing for a defect. */
export const Decline = z
  .object({
    /** Id of the recipe or model; `assay` for the tool itself. */
    by: z.string(),
    code: DeclineCode,
    /** What exactly stood in the way, in words. */
    reason: z.string(),
  })
  .readonly();
export type Decline = z.infer<typeof Decline>;
