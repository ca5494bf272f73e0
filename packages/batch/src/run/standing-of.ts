import type { BatchStanding } from "@headgate/providers";
import type { ProviderBatch } from "../provider-batch.ts";

/** How a provider's word on a batch is kept: with its own object, from which results are found again. */
export const standingOf = (standing: BatchStanding): NonNullable<ProviderBatch["standing"]> => ({
  state: standing.state,
  createdAtMs: standing.createdAtMs,
  ...standing.counts,
  ...(standing.reason !== undefined && { reason: standing.reason }),
  ...(standing.isPassing === true && { isPassing: true }),
  raw: standing.raw,
});

/** The provider's word as it was kept. */
export const keptStanding = ({
  marker,
  providerId,
  openedAtMs,
  standing,
}: ProviderBatch): BatchStanding | undefined => {
  if (providerId === undefined || standing === undefined) return undefined;
  const { state, createdAtMs, total, succeeded, failed, reason, isPassing, raw } = standing;
  return {
    id: providerId,
    marker,
    createdAtMs: createdAtMs ?? openedAtMs,
    state: state as BatchStanding["state"],
    counts: {
      ...(total !== undefined && { total }),
      ...(succeeded !== undefined && { succeeded }),
      ...(failed !== undefined && { failed }),
    },
    reason,
    ...(isPassing === true && { isPassing }),
    raw,
  };
};
