import type { DialPromise } from "./certify-dial.ts";
import type { RoomForOlder } from "./older-labels.ts";

/** What is learned of a pool, and how. */
export type RouteSettings = DialPromise &
  Readonly<{
    /** The pool, the reference first. */
    models: readonly string[];
    /** Promises that are certified beside that of `quality`, so that the dial can be turned at once. */
    notches: readonly number[];
    /** How many of the newest labels the heads are fitted on, beside undecided ones. */
    memory: number;
    /** What is kept beside them for tasks that have few there: dials are certified by both. */
    room: RoomForOlder;
    /** How many prompts without a label tell how prompts differ. */
    prompts: number;
    /** After how many new labels everything is fitted anew; with fewer once a day. */
    refitEvery: number;
    /** What is kept of a fingerprint's older labels at each new one: 0.997 remembers 333. */
    kept: number;
  }>;

export const defaultRouteSettings = {
  quality: 0.95,
  confidence: 0.95,
  leastLabels: 300,
  notches: [],
  memory: 3_000,
  // A hundred more than a certificate needs: not every label tells of every model.
  room: { ofTask: 400, older: 6_000 },
  prompts: 4_000,
  refitEvery: 100,
  kept: 0.997,
} as const satisfies Omit<RouteSettings, "models">;
