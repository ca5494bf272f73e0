import { type AttributionField, attributionHeader } from "@headgate/contract";
import {
  between,
  createRandom,
  hashText,
  lognormal,
  pick,
  pickWeighted,
  type Random,
} from "../seeded-random.ts";
import type { FaultName } from "../server/faults.ts";
import type { TextPool } from "../text/text-pool.ts";
import { callBody } from "./call-body.ts";
import { createConversations } from "./conversations.ts";
import type { TeamTraffic, Workload } from "./workloads.ts";

/** A call ready to be sent. */
export type ComposedCall = Readonly<{
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The client hangs up after so many chunks of the answer; absent when it stays. */
  hangUpAfterChunks: number | undefined;
}>;

/** A virtual key of the gateway and the team that it belongs to. */
export type TeamKey = Readonly<{ team: string; secret: string }>;

const HANG_UP_SHARE = 0.02;
const FAULT_SHARE = 0.015;
/** Faults of the demo; those that are played once are mended by a retry. */
const faults: readonly Readonly<{ name: FaultName; times: number | undefined; weight: number }>[] =
  [
    { name: "status-500", times: 1, weight: 4 },
    { name: "status-529", times: 1, weight: 3 },
    { name: "rate-limit", times: 1, weight: 3 },
    { name: "reset", times: 1, weight: 2 },
    { name: "cut", times: undefined, weight: 2 },
    { name: "status-503", times: undefined, weight: 1 },
  ];
const MEDIAN_LATENCY_MS = 350;
const TOKEN_INTERVALS_MS = [6, 9, 14] as const;

/** Makes the calls of a company's teams, one after the other; the same seed makes the same calls. */
export function createComposer(options: {
  traffic: TeamTraffic;
  keys: readonly TeamKey[];
  pool: TextPool;
  seed: number;
}): () => ComposedCall {
  const { traffic, keys, pool } = options;
  const random = createRandom(options.seed);
  const conversations = createConversations(pool);
  const workloads = keys.flatMap((key, index) =>
    workloadsOf(traffic, key.team, index).map((workload) => ({
      workload,
      key,
      weight: workload.weight,
    })),
  );

  return () => {
    const { workload, key } = pickWeighted(random, workloads);
    const { model } = pickWeighted(random, workload.models);
    const stream = random() < workload.streamShare;
    const [shortest, longest] = workload.promptTokens;
    const id = `${workload.team}/${workload.project}/${workload.feature}`;
    const tokens = between(random, shortest, longest);
    const turn = workload.sessions
      ? conversations.next(random, id, tokens)
      : { session: "", earlier: [], text: pool.text(between(random, 0, 0xffff), tokens) };
    const { path, body } = callBody(
      {
        workload,
        model,
        stream,
        usesTool: random() < workload.toolShare,
        thinks: random() < workload.thinkingShare,
        system: pool.text(hashText(id, 0), workload.systemTokens),
        turn,
      },
      pool,
      random,
    );
    const anthropic = path.startsWith("/v1/messages");
    return {
      path,
      headers: {
        "content-type": "application/json",
        ...(anthropic
          ? { "x-api-key": key.secret, "anthropic-version": "2023-06-01" }
          : { authorization: `Bearer ${key.secret}` }),
        ...attribution(workload, turn.session, customerOf(workload, traffic, random)),
        ...paceHeaders(random),
        ...faultHeaders(random),
      },
      body: JSON.stringify(body),
      hangUpAfterChunks: stream && random() < HANG_UP_SHARE ? between(random, 5, 60) : undefined,
    };
  };
}

/** A team that the company does not have takes over the calls of one that it has. */
function workloadsOf(traffic: TeamTraffic, team: string, index: number): readonly Workload[] {
  const own = traffic.workloads.filter((workload) => workload.team === team);
  if (own.length > 0) return own;
  const teams = [...new Set(traffic.workloads.map((workload) => workload.team))];
  const other = teams[index % teams.length];
  return traffic.workloads.filter((workload) => workload.team === other);
}

const customerOf = (workload: Workload, traffic: TeamTraffic, random: Random): string =>
  workload.customers ? pick(random, traffic.customers) : "";

function attribution(
  workload: Workload,
  session: string,
  customer: string,
): Readonly<Record<string, string>> {
  const fields: Readonly<Partial<Record<AttributionField, string>>> = {
    project: workload.project,
    feature: workload.feature,
    environment: workload.environment,
    customer,
    session,
  };
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== "")
      .map(([field, value]) => [attributionHeader(field as AttributionField), value]),
  );
}

const paceHeaders = (random: Random): Readonly<Record<string, string>> => ({
  "x-simulator-latency-ms": lognormal(random, MEDIAN_LATENCY_MS, 0.5).toFixed(0),
  "x-simulator-token-interval-ms": String(pick(random, TOKEN_INTERVALS_MS)),
});

function faultHeaders(random: Random): Readonly<Record<string, string>> {
  if (random() >= FAULT_SHARE) return {};
  const fault = pickWeighted(random, faults);
  return {
    "x-simulator-fault": fault.name,
    ...(fault.times === undefined ? {} : { "x-simulator-fault-times": String(fault.times) }),
  };
}
