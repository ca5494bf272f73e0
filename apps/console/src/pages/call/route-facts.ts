import { type LedgerRow, routeReasons } from "@headgate/contract";
import { shareText } from "../../format/share.ts";
import { type Fact, fact } from "./view-model.ts";

/** Why an attempt went to its model; nothing where no policy chose one. */
export const routeFacts = ({ route }: LedgerRow): readonly Fact[] => {
  if (route === undefined) return [];
  const { expected, expected_of_reference: ofReference, accepted } = route;
  return [
    { label: "Why", value: routeReasons[route.reason] },
    // In shadow nothing was moved: the row says what would have been chosen.
    { label: route.reason === "shadow" ? "Would have chosen" : "Chosen", value: route.chosen },
    { label: "Reference", value: route.reference },
    ...fact("Task", route.task),
    ...fact("Fingerprint", route.fingerprint?.slice(0, 8)),
    ...fact("Expected quality", expected === undefined ? undefined : shareText(expected)),
    ...fact("Of the reference", ofReference === undefined ? undefined : shareText(ofReference)),
    ...fact("Stood the checks", accepted === undefined ? undefined : accepted ? "yes" : "no"),
  ];
};
