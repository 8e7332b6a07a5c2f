import type { errors as Errors, Provider as ProviderClass } from "oidc-provider";

interface Library {
  readonly Provider: typeof ProviderClass;
  readonly errors: typeof Errors;
}

const notice = "oidc-provider WARNING: Unsupported runtime.";

/**
 * oidc-provider asks whether this Node carries the name of an LTS line. The build that the project brings is of such a
 * line but does not carry the name, so that this one notice is wrong here; every other warning is shown.
 */
async function loadQuietly(): Promise<Library> {
  const { warn } = console;
  console.warn = (first?: unknown, ...rest: unknown[]) => {
    if (typeof first !== "string" || !first.includes(notice)) warn(first, ...rest);
  };
  try {
    return (await import("oidc-provider")) as unknown as Library;
  } finally {
    console.warn = warn;
  }
}

export const { Provider, errors } = await loadQuietly();
