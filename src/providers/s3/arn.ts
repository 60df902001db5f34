/** The names of a bucket and of a user as policies take them. Light: no SDK. */

/** arn:aws, arn:aws-cn or arn:aws-us-gov: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function arnOf(address: { readonly bucket: string; readonly region: string }): string {
  return `arn:${partitionOf(address.region)}:s3:::${address.bucket}`;
}

export function userArnOf(region: string, account: string, name: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:user/${name}`;
}

function partitionOf(region: string): string {
  return /^cn-/.test(region) ? "aws-cn" : /^us-gov-/.test(region) ? "aws-us-gov" : "aws";
}
