/** From one provider to another and back: proved at every stop, nothing of the old one left, and the first bytes back at the end. */
import { describe, expect, test } from "vitest";
import {
  blueprint,
  expectBlueprint,
  expectNoTraces,
  expectProved,
  storedVariables,
  switchBench,
} from "./switching-support.ts";

const { site } = switchBench();
const CLINIC = blueprint("veteriaria.wsgi");

describe("the clinic on Render", () => {
  test("S3, Cloudinary, the disk, and S3 again: each proved, and the first commit is back", async () => {
    const clinic = await site("clinic", { yaml: CLINIC });
    const before = await clinic.tree();

    expectProved(await clinic.to("s3"), "s3");
    const onS3 = await clinic.tree();
    const envOnS3 = await clinic.text(".env.render");
    clinic.commit("On S3");
    clinic.git("tag", "on-s3");

    const cloudinary = await clinic.to("cloudinary");
    expectProved(cloudinary, "cloudinary");
    await expectNoTraces(clinic, "s3", before);
    await expectBlueprint(clinic, "cloudinary", { disk: false });
    expect([...(await storedVariables(clinic)).keys()].filter((key) => key.startsWith("AWS_"))).toEqual([]);
    const onCloudinary = await clinic.tree();
    clinic.commit("On Cloudinary");

    expectProved(await clinic.to("render-disk"), "render-disk");
    await expectNoTraces(clinic, "cloudinary", before);
    await expectBlueprint(clinic, "render-disk", { disk: true });
    const onDisk = await clinic.tree();

    expectProved(await clinic.to("s3", "--drop-disk"), "s3");
    await expectBlueprint(clinic, "s3", { disk: false });
    expect(await clinic.text(".env.render")).toBe(envOnS3);
    expect(await clinic.tree()).toEqual(onS3);
    expect(clinic.git("diff", "on-s3")).toBe("");

    for (const state of [onDisk, onCloudinary, onS3, before]) {
      const undone = await clinic.run(["undo", "--yes", "--json"]);
      expect(undone.json()).toMatchObject({ exitCode: 0, errors: [] });
      expect(await clinic.tree()).toEqual(state);
    }
  });
});
