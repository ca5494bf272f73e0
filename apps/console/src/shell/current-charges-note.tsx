import { useView } from "./view-link.tsx";

/** Where the address asks for recorded charges, a page or a part of one that has only current ones says so. */
export const CurrentChargesNote = ({
  what = "This page is",
}: Readonly<{ what?: "This page is" | "These KPIs are" }>) => {
  const { charges } = useView();
  return charges === "original" ? (
    <p className="muted">{what} told by the charges that hold now, re-ratings included.</p>
  ) : null;
};
