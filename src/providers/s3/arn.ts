/** The name of a bucket as policies take it. Light: no SDK. */

/** arn:aws, arn:aws-cn or arn:aws-us-gov: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function arnOf(address: { readonly bucket: string; readonly region: string }): string {
  const partition = /^cn-/.test(address.region) ? "aws-cn" : /^us-gov-/.test(address.region) ? "aws-us-gov" : "aws";
  return `arn:${partition}:s3:::${address.bucket}`;
}
