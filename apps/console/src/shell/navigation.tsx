import {
  IconBell,
  IconChartAreaLine,
  IconChartHistogram,
  IconFileImport,
  IconFileInvoice,
  IconKey,
  IconListDetails,
  IconReceiptDollar,
  IconTargetArrow,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ViewSearch } from "../search/view-search.ts";

const icon = { size: 17, stroke: 1.7, "aria-hidden": true } as const;

/** The pages. Those about the ledger keep the range and filters that were last looked at. */
export const Navigation = ({ view }: Readonly<{ view: ViewSearch }>) => (
  <nav className="shell-nav" aria-label="Pages">
    <ul className="nav-list">
      <li>
        <Link
          to="/"
          search={view}
          className="nav-link"
          activeOptions={{ exact: true, includeSearch: false }}
        >
          <IconChartAreaLine {...icon} />
          Overview
        </Link>
      </li>
      <li>
        <Link
          to="/explore"
          search={view}
          className="nav-link"
          activeOptions={{ includeSearch: false }}
        >
          <IconChartHistogram {...icon} />
          Explore
        </Link>
      </li>
      <li>
        <Link
          to="/calls"
          search={view}
          className="nav-link"
          activeOptions={{ includeSearch: false }}
        >
          <IconListDetails {...icon} />
          Calls
        </Link>
      </li>
      <li>
        <Link
          to="/outcomes"
          search={view}
          className="nav-link"
          activeOptions={{ includeSearch: false }}
        >
          <IconTargetArrow {...icon} />
          Outcomes
        </Link>
      </li>
      <li>
        <Link to="/bills" className="nav-link" activeOptions={{ includeSearch: false }}>
          <IconFileInvoice {...icon} />
          Bills
        </Link>
      </li>
      <li>
        <Link to="/sources" className="nav-link">
          <IconFileImport {...icon} />
          Sources
        </Link>
      </li>
      <li>
        <Link to="/alarms" className="nav-link">
          <IconBell {...icon} />
          Alarms
        </Link>
      </li>
      <li>
        <Link to="/keys" className="nav-link">
          <IconKey {...icon} />
          Keys
        </Link>
      </li>
      <li>
        <Link to="/prices" className="nav-link" activeOptions={{ includeSearch: false }}>
          <IconReceiptDollar {...icon} />
          Prices
        </Link>
      </li>
    </ul>
  </nav>
);
