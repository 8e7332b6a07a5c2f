/** What every call may carry. */
export interface CallOptions {
  /** A UUID; the same one on every repetition of one intent. Made when absent. */
  readonly requestId?: string;
  readonly accessToken?: string;
  readonly signal?: AbortSignal;
}

/** What a present PSU's browser said, besides its address and name (guidelines 4.8). */
export interface PsuDetails {
  readonly ipPort?: number;
  readonly accept?: string;
  readonly acceptCharset?: string;
  readonly acceptEncoding?: string;
  readonly acceptLanguage?: string;
  readonly httpMethod?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A UUID of the device. */
  readonly deviceId?: string;
  /** Not of the standard; some banks demand it. */
  readonly deviceName?: string;
  /** `GEO:52.506931;13.144558` */
  readonly geoLocation?: string;
}

/** The PSU who asks for this call now. Left out, nobody is there: banks count such reads. Never made up. */
export interface PsuContext extends PsuDetails {
  readonly ipAddress: string;
  readonly userAgent?: string;
}

/** How the bank knows the PSU, where it wants to be told. */
export interface PsuIdentity {
  readonly psuId?: string;
  readonly psuIdType?: string;
  readonly psuCorporateId?: string;
  readonly psuCorporateIdType?: string;
}

/** Where the bank sends the PSU's browser afterwards. */
export interface RedirectTargets {
  readonly redirectUri?: string;
  /** Where it sends it when the PSU refused; the same address when absent. */
  readonly nokRedirectUri?: string;
}

/** A read of account data. */
export interface ConsentCall extends CallOptions {
  readonly consentId: string;
  /** Left out, the PSU is not there and the bank counts the read. */
  readonly psu?: PsuContext;
}

type Headers = Record<string, string | undefined>;

export function psuHeaders(psu: Partial<PsuContext> = {}): Headers {
  return {
    "psu-ip-address": psu.ipAddress,
    "psu-ip-port": psu.ipPort === undefined ? undefined : String(psu.ipPort),
    "psu-user-agent": psu.userAgent,
    "psu-accept": psu.accept,
    "psu-accept-charset": psu.acceptCharset,
    "psu-accept-encoding": psu.acceptEncoding,
    "psu-accept-language": psu.acceptLanguage,
    "psu-http-method": psu.httpMethod,
    "psu-device-id": psu.deviceId,
    "psu-device-name": psu.deviceName,
    "psu-geo-location": psu.geoLocation,
  };
}

export function identityHeaders(identity: PsuIdentity): Headers {
  return {
    "psu-id": identity.psuId,
    "psu-id-type": identity.psuIdType,
    "psu-corporate-id": identity.psuCorporateId,
    "psu-corporate-id-type": identity.psuCorporateIdType,
  };
}

export function redirectHeaders({ redirectUri, nokRedirectUri }: RedirectTargets): Headers {
  return {
    "tpp-redirect-preferred": redirectUri === undefined ? undefined : "true",
    "tpp-redirect-uri": redirectUri,
    "tpp-nok-redirect-uri": nokRedirectUri,
  };
}

export function common({ requestId, accessToken, signal }: CallOptions): CallOptions {
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(signal === undefined ? {} : { signal }),
  };
}
