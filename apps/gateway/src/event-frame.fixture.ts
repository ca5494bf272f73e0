import { crc32 } from "node:zlib";

/**
 * A frame of AWS's binary event stream, put together by hand so that it owes nothing to the codec under test
 * (https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html, read 2026-11-28).
 */
export function eventFrame(type: string, body: unknown): Buffer {
  const headers = Buffer.concat(
    Object.entries({
      ":event-type": type,
      ":content-type": "application/json",
      ":message-type": "event",
    }).map(([name, value]) => textHeader(name, value)),
  );
  const payload = Buffer.from(JSON.stringify(body));
  const frame = Buffer.alloc(12 + headers.length + payload.length + 4);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, 12);
  payload.copy(frame, 12 + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}

const TEXT = 7;

function textHeader(name: string, value: string): Buffer {
  const header = Buffer.alloc(4 + name.length + value.length);
  header.writeUInt8(name.length, 0);
  header.write(name, 1);
  header.writeUInt8(TEXT, 1 + name.length);
  header.writeUInt16BE(value.length, 2 + name.length);
  header.write(value, 4 + name.length);
  return header;
}
