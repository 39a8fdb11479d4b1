import { z } from "zod";

/** Someone who may agree to changes. */
export const Person = z
  .strictObject({
    name: z.string().regex(/^[\w.@-]{1,100}$/u, "expected letters, digits and . _ @ -"),
    /** Under which this person writes commits: nobody agrees to a change of their own. */
    emails: z.array(z.email()).min(1).readonly(),
    /** Ed25519 keys: PEM (SPKI), or a line of `authorized_keys`. */
    keys: z.array(z.string().min(1).max(2000)).min(1).readonly(),
    roles: z.array(z.string().min(1).max(60)).readonly().default([]),
    /** May let a change through in an emergency, alone and loudly. */
    breakGlass: z.boolean().default(false),
  })
  .readonly();
export type Person = z.infer<typeof Person>;
