import type { HistoryRow } from "@headgate/contract";

/** Whether a gateway made the call; of all others logs and traces tell. */
export const isThroughGateway = ({ source }: Pick<HistoryRow, "source">): boolean =>
  source === "gateway";
