import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { opened } from "./gateway-case.fixture.ts";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

/** A federation's credentials: with them a call waits for its token before it is sent. */
function credentialsOf(tokenUrl: string): string {
  const directory = mkdtempSync(join(tmpdir(), "headgate-left-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const subject = join(directory, "subject-token");
  writeFileSync(subject, "a-token-of-the-cluster");
  const file = join(directory, "credentials.json");
  const pool = "projects/1/locations/global/workloadIdentityPools/p/providers/q";
  const credentials = {
    type: "external_account",
    audience: `//iam.googleapis.com/${pool}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: tokenUrl,
    credential_source: { file: subject },
  };
  writeFileSync(file, JSON.stringify(credentials));
  return file;
}

test.each(["generateContent", "streamGenerateContent"])(
  "a call of %s whose client left before it was sent is not sent, and costs nothing",
  async (method) => {
    const given: (() => void)[] = [];
    const tokens = await scriptedProvider((response, received) => {
      const token = {
        access_token: "ya29.fetched",
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
        ...{ token_type: "Bearer", expires_in: 3_600 },
      };
      given.push(() => json(200, token)(response, received));
    });
    opened.push(tokens);
    const provider = await scriptedProvider(json(200, { candidates: [] }));
    opened.push(provider);
    const gateway = await openGateway({
      providers: {
        vertex: {
          ...{ kind: "vertex", base_url: provider.url, project: "p", location: "us-east1" },
          credentials_file: credentialsOf(`${tokens.url}/token`),
        },
      },
    });
    opened.push(gateway);
    const leaving = new AbortController();
    const call = fetch(`${gateway.url}/gemini/v1beta/models/gemini-2.5-flash:${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.secret}`, "content-type": "application/json" },
      body: '{"contents":[{"parts":[{"text":"Hi"}]}]}',
      signal: leaving.signal,
    });
    await expect.poll(() => given.length).toBe(1);

    leaving.abort();
    await expect(call).rejects.toThrow("abort");
    // Answered after the end of the other connection was seen.
    await (await fetch(`${gateway.url}/metrics`)).text();
    given[0]?.();
    const [row] = await gateway.rowsWhen(1);

    expect(provider.received).toEqual([]);
    expect(row).toMatchObject({ outcome: "client_closed", final: true });
    expect(row?.charge.effective_cost).toBe("0.000000000000");
  },
);
