import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { expect, test } from "vitest";
import { s3Path } from "./s3-address.ts";
import { signatureHeaders } from "./sign-request.ts";

/** SHA-256 as AWS's signer wants it. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac("sha256", secret as string | NodeJS.ArrayBufferView);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {
    throw new Error("a digest is taken once");
  }
}

const word = fc.string({
  minLength: 1,
  maxLength: 40,
  unit: fc.constantFrom("a", "Z", "0", "9", "+", "/", "="),
});
const model = fc.constantFrom(
  "anthropic.claude-sonnet-4-5-20250929-v1%3A0",
  "us.amazon.nova-lite-v1:0",
  "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1b2",
);

test("a request is signed as AWS's own signer signs it, whatever it holds", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        accessKeyId: word,
        secretAccessKey: word,
        sessionToken: fc.option(word, { nil: undefined }),
        region: fc.constantFrom("us-east-1", "eu-central-1", "us-gov-west-1"),
        model,
        tier: fc.constantFrom("flex", "  two   spaces "),
        body: fc.uint8Array({ maxLength: 500 }),
        second: fc.integer({ min: 0, max: 4_000_000_000 }),
      }),
      async ({ accessKeyId, secretAccessKey, sessionToken, region, tier, ...one }) => {
        const credential = {
          accessKeyId,
          secretAccessKey,
          ...(sessionToken !== undefined && { sessionToken }),
        };
        const now = new Date(one.second * 1000);
        const host = `bedrock-runtime.${region}.amazonaws.com`;
        const path = `/model/${one.model}/converse`;
        const headers = { "content-type": "application/json", "x-amzn-bedrock-service-tier": tier };
        const body = Buffer.from(one.body);
        const official = new SignatureV4({
          service: "bedrock",
          region,
          credentials: credential,
          sha256: Sha256 as never,
          applyChecksum: false,
        });

        const ours = signatureHeaders({
          credential,
          region,
          method: "POST",
          host,
          path,
          headers: { ...headers, "user-agent": "not signed" },
          body,
          now,
        });
        const theirs = await official.sign(
          {
            method: "POST",
            protocol: "https:",
            hostname: host,
            path,
            query: {},
            headers: { host, ...headers },
            body,
          },
          { signingDate: now },
        );

        expect(ours.authorization).toBe(theirs.headers.authorization);
        expect(ours["x-amz-date"]).toBe(theirs.headers["x-amz-date"]);
        expect(ours["x-amz-security-token"]).toBe(theirs.headers["x-amz-security-token"]);
      },
    ),
  );
});

test("a request to S3 is signed as AWS's own signer signs it, its body unhashed", async () => {
  const name = fc.string({
    minLength: 1,
    unit: fc.constantFrom("a", "Z", "9", " ", "é", "+", "(", "~", "="),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 4 }), async (segments) => {
      const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "constructed" };
      const now = new Date("2026-11-29T08:00:00Z");
      const host = "requests.s3.us-east-1.amazonaws.com";
      const path = s3Path({ bucket: "requests", key: segments.join("/") });
      const headers = {
        "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
        "content-type": "application/jsonl",
      };
      const official = new SignatureV4({
        service: "s3",
        region: "us-east-1",
        credentials,
        sha256: Sha256 as never,
        applyChecksum: false,
        uriEscapePath: false,
      });

      const ours = signatureHeaders({
        credential: credentials,
        service: "s3",
        region: "us-east-1",
        method: "PUT",
        host,
        path,
        headers,
        body: Buffer.alloc(0),
        now,
      });
      const theirs = await official.sign(
        {
          method: "PUT",
          protocol: "https:",
          hostname: host,
          path,
          query: {},
          headers: { host, ...headers },
        },
        { signingDate: now },
      );

      expect(ours.authorization).toBe(theirs.headers.authorization);
    }),
  );
});
