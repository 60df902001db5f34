/** Which links Cloudinary can open, and which lead to another machine there than here. */
import { expect, test } from "vitest";
import { canReach } from "../../src/migrate/reach.ts";

const CLOUDINARY = "https://api-eu.cloudinary.com";

test.each([
  ["https://clinic.s3.eu-west-1.amazonaws.com/media/a.png?X-Amz-Signature=1", true],
  ["https://api.cloudinary.com/v1_1/x/raw/download?signature=1", true],
  ["https://account.r2.cloudflarestorage.com/bucket/a", true],
  ["http://clinic.s3.eu-west-1.amazonaws.com/a", false],
  ["https://127.0.0.1:9000/bucket/a", false],
  ["https://[::1]:9000/bucket/a", false],
  ["https://192.168.1.5/bucket/a", false],
  ["https://203.0.113.9/bucket/a", false],
  ["https://localhost:9000/bucket/a", false],
  ["https://minio/bucket/a", false],
  ["https://minio.local/bucket/a", false],
  ["https://s3.clinic.internal/bucket/a", false],
])("%s: %s", (link, reached) => {
  expect(canReach(CLOUDINARY, new URL(link))).toBe(reached);
});

test("a stand-in at home here opens what is at home here", () => {
  expect(canReach("http://127.0.0.1:4321", new URL("http://127.0.0.1:9000/bucket/a"))).toBe(true);
});
