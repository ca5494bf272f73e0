import { attributionFields, type UsageTotal, usageComponents } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import { contentHashOf } from "../content-hash.ts";

type TotalColumn = TakenColumn<UsageTotal>;

const text = (
  name:
    | "total_id"
    | "source"
    | "provider"
    | "account"
    | "project"
    | "key"
    | "model"
    | "service_tier"
    | "region",
  column: string = name,
): TotalColumn => ({ name: column, type: "VARCHAR", take: (total) => total[name] ?? null });

/** The columns of `usage_totals` in their order. */
export const usageTotalColumns: readonly TotalColumn[] = [
  text("total_id"),
  text("source"),
  { name: "started_at", type: "TIMESTAMP", take: (total) => total.start_ms },
  { name: "ended_at", type: "TIMESTAMP", take: (total) => total.end_ms },
  text("provider"),
  text("account"),
  // An attribution has a `project` as well: this one is the provider's.
  text("project", "provider_project"),
  text("key", "provider_key"),
  text("model"),
  text("service_tier"),
  text("region"),
  { name: "requests", type: "BIGINT", take: (total) => total.requests ?? null },
  ...usageComponents.map(
    (component): TotalColumn => ({
      name: `usage_${component}`,
      type: "BIGINT",
      take: (total) => total.usage[component] ?? null,
    }),
  ),
  ...attributionFields.map(
    (field): TotalColumn => ({
      name: field,
      type: "VARCHAR",
      take: (total) => total.attribution[field] ?? null,
    }),
  ),
  { name: "content_hash", type: "BIGINT", take: contentHashOf },
];
