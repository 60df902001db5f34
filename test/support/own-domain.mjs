/**
 * A domain before a bucket, as CloudFront is one: HTTPS on port 443 of a loopback address, with a certificate that only those trust who are
 * told to. `https://ADDRESS/media/x` is `TARGET/media/x`. Only root may listen there, on most machines.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as forward } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { venv } from "./venv.mjs";

/** With the package `cryptography`, which the AWS stand-in brings: Node makes keys and no certificates. */
const CERTIFICATE = `
import datetime, ipaddress, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
address, folder = sys.argv[1:]
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
now = datetime.datetime.now(datetime.timezone.utc)
made = (
    x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
    .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    .sign(key, hashes.SHA256())
)
pem = serialization.Encoding.PEM
open(folder + "/cert.pem", "wb").write(made.public_bytes(pem))
open(folder + "/key.pem", "wb").write(
    key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
)
`;

/**
 * @typedef {object} OwnDomain
 * @property {string} certificate  Its file, for NODE_EXTRA_CA_CERTS.
 * @property {string[]} paths      Of the requests so far.
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} address  Of 127.0.0.0/8.
 * @param {string} target   `http://127.0.0.1:PORT/bucket`
 * @returns {Promise<OwnDomain | string>} A string: why it cannot be had here.
 */
export async function startOwnDomain(address, target) {
  const folder = mkdtempSync(path.join(tmpdir(), "vet-domain-"));
  execFileSync(await venv("standin"), ["-B", "-c", CERTIFICATE, address, folder]);
  const certificate = path.join(folder, "cert.pem");
  const upstream = new URL(target);
  /** @type {string[]} */
  const paths = [];
  const tls = { cert: readFileSync(certificate), key: readFileSync(path.join(folder, "key.pem")) };
  const server = createServer(tls, (incoming, outgoing) => {
    paths.push(incoming.url ?? "");
    const headers = { ...incoming.headers, host: upstream.host };
    const { hostname, port } = upstream;
    const onward = forward(
      { hostname, port, method: incoming.method, path: upstream.pathname + incoming.url, headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const stop = async () => {
    rmSync(folder, { recursive: true, force: true });
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  try {
    server.listen(443, address);
    await once(server, "listening");
  } catch (error) {
    await stop();
    return `port 443 of ${address}: ${error instanceof Error ? error.message : error}`;
  }
  return { certificate, paths, stop };
}
