import type { IncomingHttpHeaders } from "node:http";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";

/**
 * The tier that a call was served in, in Bedrock's words: `default`, `priority`, `flex` or `reserved`
 * (`ServiceTierType` in https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28).
 * Latency-optimized inference is no tier there but is billed at a rate of its own (usage types that end in
 * `-latency-optimized`), so it is told here as one, as `latency_optimized`.
 */
export const converseServiceTier = (answer: JsonObject): string | undefined =>
  tierOf(
    textOrAbsent(objectOrAbsent(answer.performanceConfig)?.latency),
    textOrAbsent(objectOrAbsent(answer.serviceTier)?.type),
  );

/** The same of InvokeModel, which tells both in headers of its answer. */
export const invokeServiceTier = (headers: IncomingHttpHeaders): string | undefined =>
  tierOf(
    textOrAbsent(headers["x-amzn-bedrock-performanceconfig-latency"]),
    textOrAbsent(headers["x-amzn-bedrock-service-tier"]),
  );

const tierOf = (latency: string | undefined, tier: string | undefined): string | undefined =>
  latency === "optimized" ? "latency_optimized" : tier;
