import { createContext, useContext } from "react";
import type { RangePreset } from "../time/range.ts";

/** The range of pages whose address names none. */
export const FirstRange = createContext<RangePreset>("24h");

export const useFirstRange = (): RangePreset => useContext(FirstRange);
