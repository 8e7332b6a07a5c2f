import { isCountry } from "../values/iso3166.ts";
import { CertificateError } from "./certificate-error.ts";
import { childrenOf, readDer, readOid, readText, sequenceOf, tags, type DerNode } from "./der.ts";

/** Roles of a payment service provider in its certificate (ETSI TS 119 495, section 5.1). */
export const psd2Roles = ["PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"] as const;
export type Psd2Role = (typeof psd2Roles)[number];

/** What the qcStatements of a TPP's certificate say (RFC 3739, EN 319 412-5, TS 119 495). */
export interface QcStatements {
  readonly roles: readonly Psd2Role[];
  readonly ncaName: string;
  readonly ncaId: string;
  readonly qcType: "web" | "seal" | "sign" | undefined;
}

const oids = {
  obsoleteSyntax: "1.3.6.1.5.5.7.11.1",
  qcType: "0.4.0.1862.1.6",
  psd2: "0.4.0.19495.2",
} as const;

const qcTypes: ReadonlyMap<string, "web" | "seal" | "sign"> = new Map([
  ["0.4.0.1862.1.6.1", "sign"],
  ["0.4.0.1862.1.6.2", "seal"],
  ["0.4.0.1862.1.6.3", "web"],
] as const);

const roleOids: ReadonlyMap<string, Psd2Role> = new Map([
  ["0.4.0.19495.1.1", "PSP_AS"],
  ["0.4.0.19495.1.2", "PSP_PI"],
  ["0.4.0.19495.1.3", "PSP_AI"],
  ["0.4.0.19495.1.4", "PSP_IC"],
] as const);

/** Reads the value of the extension 1.3.6.1.5.5.7.1.3, given as the content of its OCTET STRING. */
export function readQcStatements(extension: Uint8Array): QcStatements {
  const statements = new Map<string, DerNode | undefined>();
  for (const statement of sequenceOf(readDer(extension))) {
    if (statement.tag !== tags.sequence) throw malformed("a statement is not a sequence");
    const [id, info, ...more] = childrenOf(statement);
    const oid = readOid(id);
    if (more.length > 0 || statements.has(oid)) throw malformed(`statement ${oid} is repeated or has extra parts`);
    statements.set(oid, info);
  }
  if (statements.has(oids.obsoleteSyntax)) {
    throw new CertificateError("qc_statement_obsolete", "the statement of RFC 3039 is present");
  }
  const psd2 = statements.get(oids.psd2);
  if (psd2 === undefined) throw new CertificateError("psd2_statement_missing", "there is no PSD2 statement");
  const qcType = statements.has(oids.qcType) ? readQcType(statements.get(oids.qcType)) : undefined;
  return { ...readPsd2(psd2), qcType };
}

function malformed(text: string): CertificateError {
  return new CertificateError("qc_statements", text);
}

function readQcType(info: DerNode | undefined): QcStatements["qcType"] {
  const types = info?.tag === tags.sequence ? childrenOf(info) : [];
  const type = types.length === 1 ? qcTypes.get(readOid(types[0])) : undefined;
  if (type === undefined) throw new CertificateError("qc_type", "QcType names no single known type");
  return type;
}

/** PSD2QcType ::= SEQUENCE { rolesOfPSP RolesOfPSP, nCAName UTF8String (1..256), nCAId UTF8String (1..256) } */
function readPsd2(statement: DerNode): Pick<QcStatements, "roles" | "ncaName" | "ncaId"> {
  const [rolesOfPsp, name, id, ...more] = sequenceOf(statement);
  if (name?.tag !== tags.utf8String || id?.tag !== tags.utf8String || more.length > 0) {
    throw malformed("the PSD2 statement is not roles, name and id");
  }
  const roles = new Set(sequenceOf(rolesOfPsp).map(readRole));
  if (roles.size === 0) throw new CertificateError("roles_empty", "the PSD2 statement names no role");
  const ncaName = readText(name) ?? "";
  if (!/^[\x20-\x7e]{1,256}$/.test(ncaName)) throw new CertificateError("nca_name", "no name in Latin characters");
  const ncaId = readText(id) ?? "";
  // Two to eight capitals after the country, no further separator (TS 119 495, GEN-5.2.3-2).
  if (!/^[A-Z]{2}-[A-Z]{2,8}$/.test(ncaId) || !isCountry(ncaId.slice(0, 2))) {
    throw new CertificateError("nca_id", "the authority's id is not a country and an authority");
  }
  return { roles: [...roles], ncaName, ncaId };
}

function readRole(node: DerNode): Psd2Role {
  const [id, name, ...more] = sequenceOf(node);
  const oid = readOid(id);
  const text = name?.tag === tags.utf8String && more.length === 0 ? readText(name) : undefined;
  const role = roleOids.get(oid);
  const named = psd2Roles.find((known) => known === text);
  if (role === undefined || named === undefined) {
    throw new CertificateError("role_unknown", `role ${oid} is not one of the four or is named otherwise`);
  }
  if (role !== named) throw new CertificateError("role_mismatch", `role ${oid} is called ${named}`);
  return role;
}
