import {
  type ChangePart,
  type ChangeWire,
  changeParts,
  type DriversReport,
} from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import type { Change } from "./decompose-change.ts";
import type { Drivers } from "./top-drivers.ts";

/** Drivers in their wire form, with what they are about. */
export const wireDrivers = (
  found: Drivers,
  about: Omit<DriversReport, "total" | "drivers" | "others">,
): DriversReport => ({ ...about, ...wireChanges(found) });

/** The changes of drivers in their wire form, whatever they are of. */
export const wireChanges = (
  found: Drivers,
): Pick<DriversReport, "total" | "drivers" | "others"> => ({
  total: changeWire(found.total),
  drivers: found.drivers.map((driver) => ({ value: driver.value, ...changeWire(driver) })),
  others: changeWire(found.others),
});

const changeWire = ({ before, after, change, parts }: Change): ChangeWire => ({
  before: formatDollars(before),
  after: formatDollars(after),
  change: formatDollars(change),
  parts: Object.fromEntries(
    changeParts.map((part) => [part, formatDollars(parts[part])]),
  ) as Record<ChangePart, string>,
});
