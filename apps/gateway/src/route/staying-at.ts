import { type Deciding, decideModel, type ModelDecision } from "./decide-model.ts";

/**
 * What it is for a conversation to stay at the model where it went before; undefined where this call may not go there. The model
 * has to be one that can take the call, and that would be chosen were there only it and the reference. Where a certificate
 * decides, it must also be expected to be no worse than the model that was chosen: a cautious choice of a better one is
 * what was tested, and a cached prompt is no reason to give that up.
 *
 * @param place of the model in the pool
 * @param decision what would be done without the conversation
 */
export function stayingAt(
  place: number,
  deciding: Deciding,
  decision: ModelDecision,
): ModelDecision | undefined {
  const stays: ModelDecision = { ...decision, chosen: place, reason: "kept_prefix" };
  if (place === 0) return stays;
  const isLeft = (at: number): boolean => at === 0 || at === place;
  const alone = decideModel({
    ...deciding,
    costs: deciding.costs.map((cost, at) => (isLeft(at) ? cost : Number.POSITIVE_INFINITY)),
    pool: () => deciding.pool().map((one, at) => (isLeft(at) ? one : { ...one, cost: undefined })),
  });
  if (alone.chosen !== place) return undefined;
  if (alone.reason === "certified") {
    return decision.reason === "certified" && isNoWorse(place, decision) ? stays : undefined;
  }
  // By its answers alone: they are looked at by that certificate.
  return alone.reason === "cascaded" ? alone : stays;
}

function isNoWorse(place: number, { chosen, expected }: ModelDecision): boolean {
  const ofPlace = expected?.[place];
  const ofChosen = expected?.[chosen];
  return ofPlace !== undefined && ofChosen !== undefined && ofPlace >= ofChosen;
}
