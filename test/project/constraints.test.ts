/** What `-c` files of a requirements file bound. */
import { expect, onTestFinished, test } from "vitest";
import { projectWith } from "./project-folder.ts";

test("constraints bound what is installed, and install nothing; circles end", async () => {
  const folder = await projectWith({
    "requirements.txt": "-r base.txt\n--constraint=limits/all.txt\n",
    "base.txt": "-c ../outside.txt\n-c limits/base.txt\nDjango\n-r requirements.txt\n",
    "limits/all.txt": "boto3==1.28.57\n-r more.txt\n",
    "limits/more.txt": "botocore<2\n",
    "limits/base.txt": "boto3==1.0\ndjango_storages[s3]==1.14.2\n",
  });
  onTestFinished(folder.remove);
  const { dependencies } = await folder.inspect();
  expect(dependencies?.requires).toEqual({ django: "" });
  expect(dependencies?.constraints).toEqual({ boto3: "==1.0", "django-storages": "==1.14.2", botocore: "<2" });
});

test("without them there is nothing to say", async () => {
  const folder = await projectWith({ "requirements.txt": "Django\n# -c limits.txt\n", "limits.txt": "boto3==1\n" });
  onTestFinished(folder.remove);
  expect((await folder.inspect()).dependencies).not.toHaveProperty("constraints");
});
