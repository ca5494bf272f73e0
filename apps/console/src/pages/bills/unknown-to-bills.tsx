import type { Dimension } from "@headgate/contract";
import { dimensionNames } from "../../format/words.ts";

/** Filters that no bill line knows are not passed over: nothing is shown, and why is said. */
export const UnknownToBills = ({ names }: Readonly<{ names: readonly Dimension[] }>) => (
  <p className="muted">
    Bill lines have no {names.map((name) => dimensionNames[name].toLowerCase()).join(" and no ")}:
    what was billed is not shown with that filter.
  </p>
);
