import { useMatch } from "@tanstack/react-router";
import { FilterBar } from "./filter-bar.tsx";
import { RangePicker } from "./range-picker.tsx";

/** Range and filters, on the pages that are about many calls and whose address can be read. */
export const ViewToolbar = () => {
  const match = useMatch({ from: "/view", shouldThrow: false });
  const oneCall = useMatch({ from: "/view/calls/$callId", shouldThrow: false });
  const oneOutcome = useMatch({ from: "/view/outcomes/$outcomeId", shouldThrow: false });
  const isOne = oneCall !== undefined || oneOutcome !== undefined;
  if (match === undefined || match.status === "error" || isOne) return null;
  return (
    <div className="view-toolbar">
      <FilterBar />
      <RangePicker />
    </div>
  );
};
