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
