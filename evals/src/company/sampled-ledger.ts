import { loadPriceBook } from "@headgate/pricing";
import {
  lookUpPrices,
  type SampledCompany,
  type SettingName,
  sampleCompany,
} from "@headgate/simulator";
import { CompanyLedger } from "./company-ledger.ts";

export type SampledLedger = Readonly<{
  company: SampledCompany;
  ledger: CompanyLedger;
  /** What each planted change made its calls dearer by, by its name. */
  dearer: ReadonlyMap<string, bigint>;
}>;

const price = lookUpPrices(loadPriceBook().records);

/** Samples a company and adds all of its calls up. */
export function sampledLedger(
  about: Readonly<{
    setting: SettingName;
    seed: number;
    days: number;
    scale: number;
    from: string;
  }>,
): SampledLedger {
  const company = sampleCompany({ ...about, price });
  const ledger = new CompanyLedger();
  const dearer = new Map<string, bigint>();
  for (const ofDay of company.days()) {
    for (const call of ofDay) {
      ledger.add(call);
      const { planted } = call;
      if (planted === undefined) continue;
      const before = dearer.get(planted.name);
      dearer.set(
        planted.name,
        before === undefined ? planted.picodollars : before + planted.picodollars,
      );
    }
  }
  return { company, ledger, dearer };
}
