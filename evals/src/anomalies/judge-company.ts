import { anomalies } from "@headgate/control";
import type { SettingName } from "@headgate/simulator";
import { answerInWorker } from "../company/in-workers.ts";
import { sampledLedger } from "../company/sampled-ledger.ts";
import { type JudgedFindings, judgeFindings } from "./judge-findings.ts";

const DAY_MS = 86_400_000;
/** Days that are learned from before any is judged. */
const LEARNT_DAYS = 28;
const FROM = "2026-03-02";

export type JudgedCompany = JudgedFindings &
  Readonly<{
    setting: SettingName;
    seed: number;
    judgedDays: number;
    /** Days that the answer says may be called anomalous by chance. */
    expectedFalse: number;
  }>;

export type AskedCompany = Readonly<{
  setting: SettingName;
  seed: number;
  days: number;
  scale: number;
}>;

/** Asks about all days of a constructed company that can be judged, and holds the answer against what was planted. */
export async function judgeCompany(about: AskedCompany): Promise<JudgedCompany> {
  const { setting, seed, days } = about;
  const { company, ledger, dearer } = sampledLedger({ ...about, from: FROM });
  const fromMs = Date.parse(`${FROM}T00:00:00Z`);
  const toMs = fromMs + days * DAY_MS;
  const { judgement } = await anomalies(
    ledger,
    {
      from: new Date(fromMs + LEARNT_DAYS * DAY_MS).toISOString(),
      to: new Date(toMs).toISOString(),
      grain: "day",
    },
    toMs,
  );
  if (judgement.kind !== "judged") throw new TypeError(`${days} days are enough`);
  return {
    ...judgeFindings(judgement.anomalies, company, ledger, dearer),
    setting,
    seed,
    judgedDays: judgement.judged_points,
    expectedFalse: judgement.expected_false,
  };
}

await answerInWorker(judgeCompany);
