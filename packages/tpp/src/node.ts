// @tallystick/tpp/node: the parts that need Node. Everything else runs wherever there is fetch's family of globals.
export * from "./certificate/certificate-error.ts";
export { readIdentityFiles, type Identity, type IdentityFiles } from "./certificate/identity.ts";
export {
  renewalNoticeDays,
  reportOnCertificate,
  type CertificateReport,
  type ReportOptions,
} from "./certificate/report.ts";
export * from "./client/mutual-tls.ts";
export * from "./stores/polling-file.ts";
export * from "./stores/consents-file.ts";
export * from "./stores/text-file.ts";
export * from "./signing/sign-requests.ts";
export * from "./stores/tokens-file.ts";
