import { verifyEd25519 } from "#adapters/signers/ed25519.ts";
import { verifySshSignature } from "#adapters/signers/ssh-signature.ts";
import { APPROVAL_NAMESPACE, type SignedApproval } from "#domain/approval.ts";
import { preAuthEncoding } from "#stages/record/statement.ts";

/** False for any mismatch; never throws. One signature, no more: a second one could be anyone's. */
export function verifyApproval({ format, envelope }: SignedApproval, key: string, payloadType: string): boolean {
  const [signature, ...more] = envelope.signatures;
  if (signature === undefined || more.length > 0) return false;
  const message = preAuthEncoding(payloadType, Buffer.from(envelope.payload, "base64"));
  const bytes = Buffer.from(signature.sig, "base64");
  return format === "ssh"
    ? verifySshSignature(key, APPROVAL_NAMESPACE, message, bytes.toString("utf8"))
    : verifyEd25519(key, message, bytes);
}
