import { withModel } from "./byte-edit.ts";
import type { RequestBytes } from "./wire.ts";

/** {@link Wire.withModel} of the formats whose body names the model. */
export const modelInBody = ({ pathAndQuery, body }: RequestBytes, model: string): RequestBytes => ({
  pathAndQuery,
  body: withModel(body, model),
});
