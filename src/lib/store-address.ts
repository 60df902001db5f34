/** How a store is written: `s3://bucket/prefix`, `cloudinary://cloud/folder`; without a slash where there is no folder. */
export function addressAt(scheme: "s3" | "cloudinary", place: string, folder: string): string {
  return `${scheme}://${folder === "" ? place : `${place}/${folder}`}`;
}
