import type { Confidence } from "@headgate/contract";
import { confidenceMeanings } from "../format/words.ts";
import { Badge, type BadgeTone } from "./badge.tsx";

const tones = {
  exact: "quiet",
  derived: "plain",
  estimated: "plain",
  unknown: "attention",
} as const satisfies Record<Confidence, BadgeTone>;

/** How far a cost can be trusted. */
export const ConfidenceBadge = ({ confidence }: Readonly<{ confidence: Confidence }>) => (
  <Badge tone={tones[confidence]} title={confidenceMeanings[confidence]}>
    {confidence}
  </Badge>
);
