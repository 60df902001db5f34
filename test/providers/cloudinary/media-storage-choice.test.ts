/** Which storage the generated module chooses in which environment; and files that an older package has left in the cloud. */
import { describe, expect, test } from "vitest";
import { djangoBench, type Env, NOW } from "./django-bench.ts";

const { project, production, run } = djangoBench();

describe("the choice", () => {
  const code = "print(json.dumps(type(storage._wrapped if storage._wrapped is not None else storage).__name__))";
  const chosen = `
storage.exists
print(json.dumps(type(storage._wrapped).__name__))`;
  const refusal = async (env: Env) =>
    await run("django52", await project(), code, env).then(
      () => "",
      (error: unknown) => String(error),
    );

  test.each(NOW)("%s: local, and nothing at all off Render, keep the folder", async (django) => {
    const root = await project();
    expect(await run(django, root, chosen, {})).toBe("FileSystemStorage");
    expect(await run(django, root, chosen, { MEDIA_STORAGE: "local", RENDER: "true" })).toBe("FileSystemStorage");
    expect(await run(django, root, chosen, production({ RENDER: "true" }))).toBe("CloudinaryMediaStorage");
  });

  test("what is missing or contradicts itself is refused, with everything that is missing", async () => {
    expect(await refusal({ RENDER: "true" })).toContain("MEDIA_STORAGE is not set");
    expect(await refusal({ MEDIA_STORAGE: "s3" })).toContain("MEDIA_STORAGE is 's3', but these settings are made for");
    expect(await refusal({ MEDIA_STORAGE: "cloudinary" })).toContain(
      "needs CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY, CLOUDINARY_API_SECRET.",
    );
    expect(await refusal(production({ CLOUDINARY_API_SECRET: " " }))).toContain("needs CLOUDINARY_API_SECRET.");
  });
});

describe("files that django-cloudinary-storage has stored", () => {
  test("keep their public links and can be read and deleted; new files are private", async () => {
    const storage = {
      default: "cloudinary" as const,
      defaultBackend: "cloudinary_storage.storage.MediaCloudinaryStorage",
      staticfilesBackend: null,
      otherAliases: [],
      lines: [],
    };
    const answer = await run(
      "django52",
      await project({ project: { storage } }),
      `
import cloudinary.uploader, io, os
from clinic.media_storage import _account
cloudinary.uploader.upload(io.BytesIO(PNG), public_id="media/fotos/perro_x7k2", **_account())
old, new = "media/fotos/perro_x7k2", storage.save("fotos/gato.png", ContentFile(PNG))
print(json.dumps([storage.url(old), opened(storage.url(old))[1] == PNG, storage.open(old).read() == PNG, storage.exists(old),
    opened(storage.url(new))[1] == PNG, "/authenticated/" in storage.url(new), storage.delete(old), storage.exists(old)]))`,
    );
    expect(answer).toEqual([
      "https://res.cloudinary.com/clinic-test/image/upload/v1/media/fotos/perro_x7k2",
      true,
      true,
      true,
      true,
      true,
      null,
      false,
    ]);
  });
});
