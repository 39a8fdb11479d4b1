import type { Attack } from "#adapters/checks/attack/run-side.ts";
import type { Asked } from "#adapters/checks/attack/plan.ts";
import type { Scene } from "./scene.ts";

/** Everything that a test of one attack says. */
export interface Story {
  readonly attack: Attack;
  readonly scene: Scene;
  /** Index of the attacked parameter, -1 for none. */
  readonly parameter: number;
  readonly payload: string;
  /** Whether a harmless call gives something back. */
  readonly gives: boolean;
  /** Of a route: how a request reaches it. */
  readonly asked?: Asked | undefined;
  /** Of a hash: the function that was used. */
  readonly weak: string;
  /** What the attack was about, for the head of the file. */
  readonly title: string;
}

/** What a test says when it fails because of the attack, and for no other reason. */
export const STILL = "the attack still has its effect";
