import { Link } from "@tanstack/react-router";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";

/** A number that opens the calls behind it, where they can be asked for. */
export const BehindLink = ({
  behind,
  about,
  children,
}: Readonly<{
  behind: (ViewSearch & CallsSearch) | undefined;
  /** What the calls are, in words: a number alone names nothing. */
  about: string;
  children: string;
}>) => {
  const search = useViewSearch();
  if (behind === undefined) return children;
  return (
    <Link
      className="text-link"
      to="/calls"
      search={callsBehind(search, behind)}
      aria-label={`${children}: ${about}`}
    >
      {children}
    </Link>
  );
};
