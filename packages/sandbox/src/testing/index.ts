export {
  createAuthority,
  extendedKeyUsages,
  issueCertificate,
  type Authority,
  type AuthorityOptions,
  type Issued,
  type IssueOptions,
} from "../certificates/issue.ts";
export {
  encodeQcStatements,
  qcStatementsOid,
  qcTypeOids,
  roleOids,
  type Psd2Statement,
} from "../certificates/qc-statements.ts";
export { answerOcsp, issueCrl, type OcspOptions, type Revoked } from "../certificates/revocation-status.ts";
export { createStatusEndpoint, type StatusEndpointOptions } from "../certificates/status-endpoint.ts";
