import type { Change, LeverName, Usage } from "@headgate/contract";
import type { JsonEdit } from "@headgate/providers";

/** What a lever makes of a request, and what can be told of it afterwards. */
export type RequestEdit = Readonly<{
  lever: LeverName;
  /** In the body as the lever before left it. */
  edits: readonly JsonEdit[];
  changes: readonly Change[];
  /**
   * What the call would have used without this lever, from what it used with it: price times that is what it would
   * have cost, so no lever needs prices to tell its saving. Undefined where it cannot be known.
   */
  usageBefore: (usage: Usage) => Usage | undefined;
}>;
