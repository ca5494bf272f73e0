import type { TokenUse } from "@headgate/contract";
import type { Reports } from "../../store.ts";
import type { Ask } from "../ask.ts";
import { dearestGroups } from "../dearest-groups.ts";
import { namedKey } from "../rollups/named-key.ts";
import { noKey, timeKey } from "../rollups/parts.ts";
import { refuseManyBuckets } from "../spend-over-time.ts";
import { leverChanges } from "./lever-changes.ts";
import { leverSavings } from "./lever-savings.ts";
import { noUse, tokenUse } from "./token-use.ts";

type Query = Reports["tokens"]["query"];
type Result = Reports["tokens"]["result"];

/** Where did the tokens go, and what did levers save? */
export async function tokens(query: Query, ask: Ask): Promise<Result> {
  if (query.grain !== undefined) refuseManyBuckets({ ...query, grain: query.grain });
  return {
    total: await totalOf(query, ask),
    ...(await groupsOf(query, ask)),
    course: await courseOf(query, ask),
    levers: await leverSavings(query, ask),
    changes: await leverChanges(query, ask),
  };
}

async function totalOf(query: Query, ask: Ask): Promise<TokenUse> {
  const [found] = await tokenUse(query, noKey("place", "bigint"), ask);
  return found?.use ?? noUse;
}

async function groupsOf(query: Query, ask: Ask): Promise<Pick<Result, "groups" | "left_out">> {
  const { by } = query;
  if (by === undefined) return { groups: [], left_out: 0 };
  const { groups, groupCount, surroundings } = await dearestGroups({ ...query, by }, ask);
  const key = { ...namedKey("group", by, groups, "together"), name: "place" };
  return {
    groups: (await tokenUse(query, key, ask, surroundings)).map(({ place, use }) => ({
      group: place === null ? null : (groups[place - 1] ?? null),
      is_other: place === null,
      ...use,
    })),
    left_out: groupCount - groups.length,
  };
}

async function courseOf(query: Query, ask: Ask): Promise<Result["course"]> {
  if (query.grain === undefined) return [];
  const time = timeKey(query.grain);
  const key = { ...time, name: "place", sql: `epoch_ms(${time.sql})` };
  return (await tokenUse(query, key, ask)).map(({ place, use }) => {
    if (place === null) throw new TypeError("a step of time without a time");
    return { start: new Date(place).toISOString(), ...use };
  });
}
