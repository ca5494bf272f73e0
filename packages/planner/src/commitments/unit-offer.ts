import type { CommitmentKind } from "@headgate/contract";
import type { Absorbs } from "./absorbed-demand.ts";

/** An offer by the unit with all that is needed to plan it: nothing in it is unknown. */
export type UnitOffer = Readonly<{
  name: string;
  kind: CommitmentKind;
  part: "input" | "output" | null;
  /** What one unit is, for a reader. */
  unit: string;
  absorbs: Absorbs;
  /** How much of that one unit absorbs in an hour. */
  capacityPerHour: number;
  microdollarsPerHour: number;
  termMonths: number;
  minimum: number;
  increment: number;
  /** Null where nothing bounds it but the demand. */
  maximum: number | null;
  overflow: Overflow;
  /** How it is bought by a tool; null where it is sold through people alone. */
  purchase: Purchase | null;
  notes: readonly string[];
}>;

export type Overflow =
  | Readonly<{ kind: "on_demand" }>
  | Readonly<{
      kind: "refused";
      /** What a lost call costs its owner; null where the share alone is bounded. */
      microdollarsPerCall: number | null;
      mostShare: number | null;
    }>;

type Purchase =
  | Readonly<{ by: "bedrock_provisioned_throughput"; model: string; region: string }>
  | Readonly<{ by: "azure_ptu"; model: string; deployment: "global" | "data_zone" | "regional" }>
  | Readonly<{ by: "savings_plan"; offeringId: string | null }>
  | Readonly<{ by: "reserved_instances"; offeringId: string | null }>;
