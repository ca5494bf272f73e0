import type { Change, LeverName, Tags, Usage } from "@headgate/contract";
import type { JsonEdit } from "@headgate/providers";

/** What a lever makes of a request, and what can be told of it afterwards. */
export type RequestEdit = Readonly<{
  lever: LeverName;
  /** In the body as the lever before left it. */
  edits: readonly JsonEdit[];
  /** May become more exact until the call is settled. */
  changes: readonly Change[];
  /** Labels for the call's rows, by which what the lever did is compared. */
  tags?: Tags;
  /**
   * What the call would have used without this lever, from what it used with it: price times that is what it would
   * have cost, so no lever needs prices to tell its saving. Undefined where it cannot be known.
   */
  usageBefore: (usage: Usage) => Usage | undefined;
}>;
