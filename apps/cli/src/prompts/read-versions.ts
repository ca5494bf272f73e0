import {
  type CallSummary,
  callsReport,
  outcomesReport,
  type PromptArm,
  type PromptsCompare,
} from "@headgate/contract";
import type { ManagementApi } from "../management/management-api.ts";
import type { VersionCalls } from "./compare-versions.ts";

const PAGE = 500;
/** So many calls of a version are read; of more, pages that lie evenly among all of them. */
const MOST_CALLS = 10_000;

type Range = Readonly<{ from: string; to: string }>;
type Asked = Range & Readonly<{ tag: string }>;
type Extent = Readonly<{ total: number; oldestMs: number; newestMs: number }>;

/**
 * Calls of both versions of a prompt, over the time that both have calls in. Were one taken from the newest days and the other from
 * all, what has changed since would pass for the prompt's doing.
 */
export async function readVersions(
  api: ManagementApi,
  name: string,
  range: Range,
): Promise<Readonly<Record<PromptArm, VersionCalls>> & Readonly<Pick<PromptsCompare, "compared">>> {
  const tagOf = (arm: PromptArm): string => `prompt.${name}=${arm}`;
  const ofApproved = await extentOf(api, { ...range, tag: tagOf("approved") });
  const ofOriginal = await extentOf(api, { ...range, tag: tagOf("original") });
  const compared = commonOf(ofApproved, ofOriginal);
  const read = (arm: PromptArm, extent: Extent | undefined) =>
    readVersion(api, { ...(compared ?? range), tag: tagOf(arm) }, extent?.total ?? 0);
  return {
    compared: compared ?? null,
    approved: await read("approved", ofApproved),
    original: await read("original", ofOriginal),
  };
}

/** Undefined where there is no call. */
async function extentOf(api: ManagementApi, asked: Asked): Promise<Extent | undefined> {
  const newest = await pageOf(api, asked, 0, 1);
  const [first] = newest.rows;
  if (first === undefined) return undefined;
  const oldest = await pageOf(api, asked, newest.total - 1, 1);
  return {
    total: newest.total,
    oldestMs: Date.parse((oldest.rows[0] ?? first).started_at),
    newestMs: Date.parse(first.started_at),
  };
}

/** Undefined where one has no call, or the one ended before the other began. */
function commonOf(one: Extent | undefined, other: Extent | undefined): Range | undefined {
  if (one === undefined || other === undefined) return undefined;
  const fromMs = Math.max(one.oldestMs, other.oldestMs);
  const newestMs = Math.min(one.newestMs, other.newestMs);
  if (newestMs < fromMs) return undefined;
  // A range does not hold its end.
  return { from: new Date(fromMs).toISOString(), to: new Date(newestMs + 1).toISOString() };
}

/** @param total of all calls of the version in the time that was asked for */
async function readVersion(api: ManagementApi, asked: Asked, total: number): Promise<VersionCalls> {
  const rows: CallSummary[] = [];
  if (total > 0) {
    const first = await pageOf(api, asked, 0, PAGE);
    rows.push(...first.rows);
    for (const offset of evenOffsets(first.total)) {
      rows.push(...(await pageOf(api, asked, offset, PAGE)).rows);
    }
  }
  const { names } = await api.get("/api/outcomes/report", asked, outcomesReport);
  const [all] = names;
  // Without a row there was no outcome.
  const { outcomes, accepted } = all ?? { outcomes: 0, accepted: 0 };
  return { rows, total, outcomes, accepted };
}

/** Where pages begin behind the first, so that all calls are read, or the last page is the oldest and all lie evenly. */
function evenOffsets(total: number): readonly number[] {
  const pages = Math.min(Math.ceil(total / PAGE), MOST_CALLS / PAGE);
  const step = total <= MOST_CALLS ? PAGE : (total - PAGE) / (pages - 1);
  return Array.from({ length: Math.max(0, pages - 1) }, (_, page) => Math.floor((page + 1) * step));
}

const pageOf = (api: ManagementApi, asked: Asked, offset: number, limit: number) =>
  api.get("/api/calls", { ...asked, limit, offset }, callsReport);
