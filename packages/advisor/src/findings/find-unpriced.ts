import { counted } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { isForWantOfUsage } from "@headgate/pricing";
import type { Finding } from "./advice-of-finding.ts";
import type { RealOrSimulated } from "./range.ts";

/** Models whose spend is not known, because no price of theirs is. Where nobody told what was used, no price would help. */
export async function findUnpriced(
  ledger: Pick<LedgerStore, "report">,
  range: RealOrSimulated,
): Promise<readonly Finding[]> {
  const { rows } = await ledger.report("unpriced", range);
  const byModel = new Map<string, { model: string | null; provider: string; attempts: number }>();
  for (const { provider, model, reason, attempts } of rows) {
    if (isForWantOfUsage(reason)) continue;
    const key = JSON.stringify([provider, model]);
    const known = byModel.get(key);
    if (known === undefined) byModel.set(key, { model, provider, attempts });
    else known.attempts += attempts;
  }
  return [...byModel.values()].map(({ model, provider, attempts }) => {
    const name =
      model === null
        ? `calls to ${provider} that name no model`
        : model.includes("/")
          ? model
          : `${provider}/${model}`;
    return {
      kind: "unpriced",
      phase: "visibility",
      scope: model === null ? {} : { model },
      subject: provider,
      title: `Give ${name} a price: what ${counted(attempts, "attempt costs", "attempts cost")} is not known`,
      steps: [
        `headgate prices show ${model ?? "MODEL"} says what is missing.`,
        "Add the price to a file in HEADGATE_DATA/prices, or an overlay to headgate.yaml, and rate the history again: headgate prices rerate.",
      ],
      dollars: null,
      savedInRange: null,
      figures: [{ what: "attempts without a price", value: String(attempts) }],
      confidence: { level: "high", reason: "The ledger's own rows say so." },
      effortHours: 0.5,
      depth: "rows",
    } satisfies Finding;
  });
}
