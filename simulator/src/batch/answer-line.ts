import { isJsonObject, type JsonObject } from "../json-object.ts";
import { RefusedRequest } from "../server/answer.ts";
import { noControls } from "../server/request-controls.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";

/** What the endpoint of a line answered. */
export type LineAnswer = Readonly<{ status: number; body: JsonObject }>;

/** Answers one line as its endpoint does in real time, or as that fails. */
export function answerLine(
  request: SimulatedRequest,
  line: Readonly<{ path: string; body: JsonObject; number: number; fails: boolean }>,
): LineAnswer {
  const { voiceFor, endpointFor } = request.realTime;
  const voice = voiceFor(line.path, {});
  const requestId = voice.requestId(request.ids, line.number);
  const { body: text, status, billed } = answered();
  if (billed !== undefined) request.bill(billed);
  const body: unknown = JSON.parse(text);
  if (!isJsonObject(body)) throw new TypeError(`${line.path} answered no JSON object`);
  return { status, body };

  function answered() {
    if (line.fails) return voice.serverFault(requestId, 500);
    const endpoint = endpointFor("POST", line.path, voice.provider);
    if (endpoint === undefined) return voice.pathUnknown(requestId, "POST", line.path);
    const one: SimulatedRequest = {
      ...request,
      headers: { "anthropic-version": "2023-06-01" },
      query: "",
      body: Buffer.from(JSON.stringify(line.body)),
      pathName: endpoint.pathName,
      requestId,
      controls: noControls,
      number: line.number,
      withUsage: true,
    };
    try {
      const answer = endpoint.answer(one);
      return answer.kind === "json"
        ? answer
        : voice.invalid(requestId, "stream is not supported in a batch");
    } catch (error) {
      if (error instanceof RefusedRequest) return error.answer;
      throw error;
    }
  }
}
