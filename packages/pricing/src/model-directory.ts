import { dayNumberOf } from "./day-number.ts";
import { PriceDataError } from "./price-data-error.ts";
import type { PriceTimeline } from "./price-timeline.ts";

type Naming = Readonly<{ timeline: PriceTimeline; firstDay: number; endDay: number }>;

/** Which model a name means on a day. A `-latest` name may have meant several, one after the other. */
export class ModelDirectory {
  readonly #byProvider = new Map<string, Map<string, Naming | Naming[]>>();

  /** @throws PriceDataError when two models share a name on a day */
  constructor(timelines: readonly PriceTimeline[]) {
    const faults: string[] = [];
    for (const timeline of timelines) {
      const { provider, model, aliases } = timeline.model;
      const names = this.#byProvider.get(provider) ?? new Map<string, Naming | Naming[]>();
      this.#byProvider.set(provider, names);
      add(names, model, always(timeline), faults);
      for (const alias of aliases) {
        if (typeof alias === "string") {
          add(names, alias, always(timeline), faults);
          continue;
        }
        const firstDay = alias.from === undefined ? -Infinity : dayNumberOf(alias.from);
        const endDay = alias.until === undefined ? Infinity : dayNumberOf(alias.until);
        add(names, alias.name, { timeline, firstDay, endDay }, faults);
      }
    }
    if (faults.length > 0) throw new PriceDataError(faults);
  }

  timelineOf(provider: string, name: string, dayNumber: number): PriceTimeline | undefined {
    const naming = this.#byProvider.get(provider)?.get(name);
    if (naming === undefined) return undefined;
    if (!Array.isArray(naming)) return holds(naming, dayNumber) ? naming.timeline : undefined;
    return naming.find((one) => holds(one, dayNumber))?.timeline;
  }

  /** Every model that the name means on some day. */
  everNamed(provider: string, name: string): readonly PriceTimeline[] {
    const naming = this.#byProvider.get(provider)?.get(name);
    if (naming === undefined) return [];
    return Array.isArray(naming) ? naming.map(({ timeline }) => timeline) : [naming.timeline];
  }
}

const always = (timeline: PriceTimeline): Naming => ({
  timeline,
  firstDay: -Infinity,
  endDay: Infinity,
});

const holds = ({ firstDay, endDay }: Naming, dayNumber: number): boolean =>
  dayNumber >= firstDay && dayNumber < endDay;

const add = (
  names: Map<string, Naming | Naming[]>,
  name: string,
  naming: Naming,
  faults: string[],
): void => {
  const before = names.get(name);
  if (before === undefined) {
    names.set(name, naming);
    return;
  }
  const all = Array.isArray(before) ? before : [before];
  const clash = all.some(
    (other) => naming.firstDay < other.endDay && other.firstDay < naming.endDay,
  );
  const { provider } = naming.timeline.model;
  if (clash) faults.push(`${provider}: two models are called ${name}`);
  names.set(name, [...all, naming]);
};
