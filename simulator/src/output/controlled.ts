import type { ServedModel } from "../models.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import type { OutputRequest } from "./plan-output.ts";

/** What a request's control headers say of its output. */
export const controlled = (
  { controls: { outputTokens, endsAfterTokens, difficulty } }: SimulatedRequest,
  { model: { skill } }: ServedModel,
): Pick<OutputRequest, "fixedTokens" | "endsAfterTokens" | "verdict"> => ({
  fixedTokens: outputTokens,
  endsAfterTokens,
  verdict:
    difficulty === undefined || skill === undefined
      ? undefined
      : skill >= difficulty
        ? "right"
        : "wrong",
});
