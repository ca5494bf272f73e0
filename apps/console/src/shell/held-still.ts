import { createContext, useContext } from "react";

/** True while the reader holds the page still. */
export const HeldStill = createContext(false);

/** When a figure on screen is asked for again: after so long and when one comes back to the page; never while it is held still. */
export const useAskedAgain = (everyMs: number | false) => {
  const heldStill = useContext(HeldStill);
  return {
    refetchInterval: heldStill ? false : everyMs,
    refetchOnWindowFocus: !heldStill,
    refetchOnReconnect: !heldStill,
  } as const;
};
