import { Link } from "@tanstack/react-router";
import "./prices-navigation.css";

/** The pages about prices. */
export const PricesNavigation = () => (
  <nav className="prices-navigation" aria-label="Prices">
    <Link to="/prices" activeOptions={{ exact: true, includeSearch: false }}>
      Price book
    </Link>
    <Link to="/prices/estimate" activeOptions={{ includeSearch: false }}>
      Estimate
    </Link>
    <Link to="/prices/rerate" activeOptions={{ includeSearch: false }}>
      Re-rate
    </Link>
  </nav>
);
