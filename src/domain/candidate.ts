import { z } from "zod";
import { CandidateId, DefectId, Digest } from "./ids.ts";
import { Patch } from "./patch.ts";

/** Who wrote a candidate; `rule`: the author of the rule, or the tool, that found the defect. */
export const Origin = z.enum(["recipe", "rule", "memory", "model", "human"]);
export type Origin = z.infer<typeof Origin>;

/** Those who propose by themselves, in the order in which they are asked. */
export const PROPOSERS = ["recipe", "rule", "model"] as const satisfies readonly Origin[];
export type Proposer = (typeof PROPOSERS)[number];

/** How much a human must look before this change may land. */
export const ReviewGuidance = z.enum(["merge-without-review", "merge-after-cursory-review", "merge-after-review"]);
export type ReviewGuidance = z.infer<typeof ReviewGuidance>;

/** What a fix costs or changes, in one sentence each; an absent key means none. `setting` is what somebody must set before the program works again. */
export const TradeOffs = z
  .object({ security: z.string(), behaviour: z.string(), dependencies: z.string(), setting: z.string() })
  .partial()
  .readonly();
export type TradeOffs = z.infer<typeof TradeOffs>;

/** A proposed repair of one defect. */
export const Candidate = z
  .object({
    id: CandidateId,
    defect: DefectId,
    origin: Origin,
    /** Recipe id, engine and rule as `engine:rule`, model id, memory entry id, or the person. */
    author: z.string(),
    /** Option name where one author proposes several, e.g. `allow-list`. */
    variant: z.string().optional(),
    title: z.string(),
    rationale: z.string(),
    tradeOffs: TradeOffs,
    review: ReviewGuidance,
    patch: Patch,
    /** Digest of the prompt that led to it, for model candidates. */
    prompt: Digest.optional(),
  })
  .readonly();
export type Candidate = z.infer<typeof Candidate>;
