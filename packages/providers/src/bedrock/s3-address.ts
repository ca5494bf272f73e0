/** A file in S3. */
export type S3Place = Readonly<{ bucket: string; key: string }>;

/** Reads `s3://bucket/key`; `undefined` for another text. */
export function readS3Place(uri: unknown): S3Place | undefined {
  const match = typeof uri === "string" ? /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/?(.*)$/.exec(uri) : null;
  const [, bucket, key] = match ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/** A name below a folder, whether or not the folder ends in a slash. */
export const below = ({ bucket, key }: S3Place, name: string): S3Place => ({
  bucket,
  key: key === "" || key.endsWith("/") ? key + name : `${key}/${name}`,
});

export const s3Uri = ({ bucket, key }: S3Place): string => `s3://${bucket}/${key}`;

/** The key as a path: each segment escaped once, as S3 wants it signed. */
export const s3Path = ({ key }: S3Place): string =>
  `/${key
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replace(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/")}`;

/** China's regions have a domain of their own. */
export const awsDomain = (region: string): string =>
  region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
