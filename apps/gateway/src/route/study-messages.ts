import type {
  CascadeSnapshot,
  JudgeCorrections,
  JudgedExample,
  JudgedLook,
  ReadPrompt,
  RouteSettings,
  RouteSnapshot,
} from "@headgate/levers";

/** What the thread that learns is told. */
export type ToStudy =
  /** Goes on from what was saved in the file, where it is of this pool. */
  | Readonly<{ kind: "open"; name: string; settings: RouteSettings; file: string }>
  | Readonly<{ kind: "see"; name: string; prompt: ReadPrompt }>
  | Readonly<{ kind: "learn"; name: string; example: JudgedExample }>
  /** A cheaper model's answer that was looked at, and judged. */
  | Readonly<{ kind: "look"; name: string; look: JudgedLook }>
  /** Judges whose labels certify nothing from now on, in all pools, and what is taken off those of others. */
  | Readonly<{ kind: "refuse"; judges: readonly string[]; corrections: JudgeCorrections }>
  /** Saves a pool and forgets it. */
  | Readonly<{ kind: "close"; name: string }>
  /** Fits on what was learned until now, whether it is due or not; tests wait for it. */
  | Readonly<{ kind: "fit"; name: string; id: number }>
  /** Saves all and says so. */
  | Readonly<{ kind: "save"; id: number }>;

/** What it tells. */
export type FromStudy =
  | Readonly<{ kind: "snapshot"; name: string; snapshot: RouteSnapshot; answers: CascadeSnapshot }>
  /** What was saved of a pool cannot be used, why, and where it lies now: it is learned anew. */
  | Readonly<{ kind: "learned-anew"; name: string; reasons: readonly string[] }>
  /** What was learned could not be written; learning goes on. */
  | Readonly<{ kind: "warning"; name: string; message: string }>
  | Readonly<{ kind: "done"; id: number }>;
