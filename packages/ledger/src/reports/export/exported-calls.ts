import { type AttributionField, attributionFields, usageComponents } from "@headgate/contract";
import type { ExportedCalls, Reports } from "../../store.ts";
import type { Ask, SqlRow } from "../ask.ts";
import { coverageSql, coveredDaysSql, namedAccountSql } from "../bill-coverage.ts";
import { priceProviderSql } from "../price-provider-sql.ts";
import { dimensionColumns } from "../rollups/rollups.ts";
import { rangeOf, scopeOf } from "../scope.ts";
import { dollars, integer, text, textOrNull } from "../sql-values.ts";

/** Whom a user and a session are is no matter of cost: they stay in the house. */
const exportedLabels = attributionFields.filter(
  (field): field is Exclude<AttributionField, "user" | "session"> =>
    field !== "user" && field !== "session",
);

const LINE_SHAPE = `[{"model":"VARCHAR","component":"VARCHAR","quantity":"BIGINT","unit_price":"VARCHAR",
  "list_cost":"VARCHAR","price_record":"VARCHAR",
  "overlay":{"contracted_cost":"VARCHAR","effective_cost":"VARCHAR","billed_cost":"VARCHAR"}}]`;

const costs = ["list", "contracted", "effective", "billed"] as const;

/**
 * What did the calls of a slice cost that no bill counts in place of, by day (UTC) and all that a charge is told
 * apart by? Lines of charges with one unit price are added up; what a charge comes to beyond its lines is a
 * row without a component. Attempts without a known cost are in no row.
 *
 * Whether a bill covers a day is decided by the lines of the whole range, not of the slice.
 */
export async function exportedCalls(
  query: Reports["exported-calls"]["query"],
  ask: Ask,
): Promise<Reports["exported-calls"]["result"]> {
  const scope = await scopeOf(query.slice, ask);
  const { fromMs, toMs } = rangeOf(query);
  const provider = priceProviderSql(query.providers ?? {});
  const labels = exportedLabels.join(", ");
  const keys = `day_ms, called_provider, called_account, region, scope, service_tier, category, confidence,
    source, ${labels}, tags_text`;
  const sums = costs.map((cost) => `cast(sum(${cost}_cost) as varchar) as ${cost}_text`).join(", ");
  const rows = await ask(
    `with ${coveredDaysSql("bills_from", "bills_to")},
     read as (
       select ${provider.sql} as called_provider, account_id as called_account,
         date_trunc('day', started_at) as called_day, epoch_ms(date_trunc('day', started_at)) as day_ms,
         region, scope, service_tier, ${dimensionColumns.category} as category, confidence, source,
         ${labels}, cast(to_json(tags) as varchar) as tags_text, model as own_model,
         ${costs.map((cost) => `${cost}_cost`).join(", ")}, charge_lines, simulated as is_simulated
       from ${scope.attempts}
       where ${scope.where} and billed_cost is not null and ${query.simulated ? "" : "not "}simulated
     ),
     called as (
       select distinct called_provider, called_account, ${namedAccountSql}, called_day, false as is_simulated from read
     ),
     placed as (select *, ${coverageSql} as coverage from called),
     counted as (
       select read.* from read
       join placed on placed.called_provider = read.called_provider
         and placed.called_account is not distinct from read.called_account
         and placed.called_day = read.called_day
       where ${query.simulated ? "true" : "coverage = 'none'"}
     ),
     lines as (
       select ${keys}, own_model, unnest(from_json(charge_lines, '${LINE_SHAPE}')) as line from counted
     ),
     priced as (
       select ${keys}, coalesce(line.model, own_model) as model, own_model,
         line.component as component, line.price_record as price_record, line.unit_price as unit_price,
         line.quantity as quantity, ${costs.map(costOfLine).join(", ")}, 1 as attempt
       from lines
     ),
     rest as (
       select ${keys}, own_model as model, ${costs.map((cost) => `${cost}_cost`).join(", ")}, 1 as attempt
       from counted
       union all
       select ${keys}, own_model, ${costs.map((cost) => `-${cost}_cost`).join(", ")}, 0 from priced
     )
     select ${keys}, model, component, price_record, unit_price, cast(sum(quantity) as varchar) as quantity_text,
       ${sums}, cast(sum(attempt) as bigint) as attempt_count
     from priced
     group by ${keys}, model, component, price_record, unit_price
     having sum(quantity) <> 0 or ${isCharged}
     union all
     select ${keys}, model, null, null, null, null, ${sums}, cast(sum(attempt) as bigint)
     from rest
     group by ${keys}, model
     having ${isCharged}
     order by all`,
    {
      ...scope.parameters,
      ...provider.parameters,
      bills_from: { type: "timestamp", ms: fromMs },
      bills_to: { type: "timestamp", ms: toMs },
    },
  );
  return rows.map(exportedFrom);
}

const costOfLine = (cost: (typeof costs)[number]): string => {
  const text =
    cost === "list" ? "line.list_cost" : `coalesce(line.overlay.${cost}_cost, line.list_cost)`;
  return `cast(${text} as decimal(38,12)) as ${cost}_cost`;
};

const isCharged = costs.map((cost) => `sum(${cost}_cost) <> 0`).join(" or ");

function exportedFrom(row: SqlRow): ExportedCalls {
  const component = textOrNull(row, "component");
  const labels = exportedLabels.flatMap((field) => {
    const label = textOrNull(row, field);
    return label === null ? [] : [[field, label] as const];
  });
  return {
    dayMs: integer(row, "day_ms"),
    provider: text(row, "called_provider"),
    account: textOrNull(row, "called_account"),
    region: textOrNull(row, "region"),
    scope: textOrNull(row, "scope"),
    serviceTier: textOrNull(row, "service_tier"),
    category: text(row, "category"),
    confidence: text(row, "confidence"),
    source: text(row, "source"),
    attribution: Object.fromEntries(labels),
    tags: JSON.parse(text(row, "tags_text")) as Record<string, string>,
    model: textOrNull(row, "model"),
    component: usageComponents.find((known) => known === component) ?? null,
    priceRecord: textOrNull(row, "price_record"),
    unitPrice: textOrNull(row, "unit_price"),
    quantity: textOrNull(row, "quantity_text"),
    listCost: dollars(row, "list_text"),
    contractedCost: dollars(row, "contracted_text"),
    effectiveCost: dollars(row, "effective_text"),
    billedCost: dollars(row, "billed_text"),
    attempts: integer(row, "attempt_count"),
  };
}
