import { type AttributionField, billedKeyTags, HeadgateError } from "@headgate/contract";
import type { CostSubject, Reports } from "../store.ts";
import type { Ask, SqlParameter, SqlRow } from "./ask.ts";
import { billScopeOf, countedStatements } from "./bills/bill-scope.ts";
import { dimensionColumns } from "./rollups/rollups.ts";
import { scopeOf } from "./scope.ts";
import { integer, picodollarsSum, text, textOrNull } from "./sql-values.ts";

type Query = Reports["cost-subjects"]["query"];

/** More different subjects than this are no reading for rules. */
const MOST_ROWS = 100_000;

/** Columns of what a rule can see, each with its names: a row fits by one of them. */
const sees = {
  calls: {
    source: ["source"],
    provider: ["provider"],
    account: ["account_id"],
    principal: ["principal"],
    model: ["model"],
    key: ["key_id"],
    service: [],
    resource: [],
  },
  bills: {
    source: ["source"],
    provider: ["provider", "provider_name"],
    account: ["sub_account_id", "sub_account_name", "billing_account_id", "billing_account_name"],
    principal: ["principal"],
    model: ["model", "billed_model"],
    key: ["billed_key"],
    service: ["service_name", "service_category"],
    resource: ["resource_id", "resource_name"],
  },
} as const satisfies Record<Query["over"], CostSubject["names"]>;

/** The key that a line is about: a tag, under the name that its source has for it. */
const billedKeySql = `case ${Object.entries(billedKeyTags)
  .map(([source, tag]) => `when source = '${source}' then tags['${tag}']`)
  .join(" ")} end`;

/** What was spent, simulated calls and bills left out, apart by all that attribution rules look at and by some labels? */
export async function costSubjects(
  query: Query,
  ask: Ask,
): Promise<Reports["cost-subjects"]["result"]> {
  const { over, labels, tags } = query;
  const columns = [...new Set(Object.values(sees[over]).flat<readonly string[]>())].map((name) =>
    name === "billed_key" ? `${billedKeySql} as billed_key` : name,
  );
  const parameters: Record<string, SqlParameter> = {};
  const tagColumns = tags.map((tag, index) => {
    parameters[`tag_${index}`] = { type: "text", text: tag };
    return `tags[$tag_${index}] as tag_${index}`;
  });
  const labelColumns = labels.map((label) => `${dimensionColumns[label]} as label_${label}`);
  const { from, where, currency, unpriced, own } = await readFrom(query, ask);
  const rows = await ask(
    `select ${currency} as currency_name, ${[...columns, ...tagColumns, ...labelColumns].join(", ")},
       cast(sum(effective_cost) as varchar) as cost_text, ${unpriced} as unpriced_count
     from ${from}
     where ${where}
     group by all
     limit ${MOST_ROWS + 1}`,
    { ...own, ...parameters },
  );
  if (rows.length > MOST_ROWS) {
    throw new HeadgateError(
      "request_invalid",
      `This range has more than ${MOST_ROWS} different subjects to share costs among; choose a shorter one.`,
    );
  }
  return rows.map((row) => subjectFrom(row, query));
}

async function readFrom(query: Query, ask: Ask) {
  const { from, to } = query;
  if (query.over === "bills") {
    const scope = billScopeOf({ from, to });
    return {
      from: "bill_lines",
      where: `${scope.where} and ${countedStatements}`,
      currency: "billing_currency",
      unpriced: "cast(0 as bigint)",
      own: scope.parameters,
    };
  }
  const scope = await scopeOf({ from, to }, ask);
  return {
    from: scope.attempts,
    where: `${scope.where} and not simulated`,
    currency: "'USD'",
    unpriced: "count(*) - count(effective_cost)",
    own: scope.parameters,
  };
}

function subjectFrom(row: SqlRow, { over, labels, tags }: Query): CostSubject {
  const told = (column: string): readonly string[] => {
    const value = textOrNull(row, column);
    // ClickHouse answers an empty text where a line has no such tag.
    return value === null || value === "" ? [] : [value];
  };
  const seen = sees[over];
  return {
    currency: text(row, "currency_name"),
    cost: picodollarsSum(row, "cost_text"),
    unpricedAttempts: integer(row, "unpriced_count"),
    names: {
      source: seen.source.flatMap(told),
      provider: seen.provider.flatMap(told),
      account: seen.account.flatMap(told),
      principal: seen.principal.flatMap(told),
      model: seen.model.flatMap(told),
      key: seen.key.flatMap(told),
      service: seen.service.flatMap(told),
      resource: seen.resource.flatMap(told),
    },
    tags: Object.fromEntries(
      tags.flatMap((tag, index) => told(`tag_${index}`).map((value) => [tag, value])),
    ),
    labels: Object.fromEntries(
      labels.flatMap((label) => told(`label_${label}`).map((value) => [label, value])),
    ) as Partial<Record<AttributionField, string>>,
  };
}
