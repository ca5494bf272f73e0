import { useView } from "./view-link.tsx";

/** Where the address asks for recorded charges, a page that has only current ones says so. */
export const CurrentChargesNote = () => {
  const { charges } = useView();
  return charges === "original" ? (
    <p className="muted">This page is told by the charges that hold now, re-ratings included.</p>
  ) : null;
};
