import { html } from "hono/html";
import type { Html, Page } from "../layout.ts";
import { problem, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface LoginView {
  /** The heading; "Log in" where it is left out. */
  readonly title?: string;
  readonly summary: Html;
  readonly bankName: string;
  readonly login: FormTarget;
  /** Absent where there is nothing to refuse. */
  readonly refuse?: FormTarget & { readonly label: string };
  /** What went wrong; `atField` when it is the entered login. */
  readonly notice?: { readonly text: string; readonly atField: boolean };
  readonly step?: string;
}

export function loginPage(view: LoginView): Page {
  const { notice } = view;
  const atField = notice?.atField === true;
  const wrong = atField ? html` aria-invalid="true" aria-describedby="login-error"` : html``;
  return {
    title: view.title ?? "Log in",
    ...(view.step === undefined ? {} : { step: view.step }),
    isError: notice !== undefined,
    body: html`${notice && problem(notice.text, atField ? "login" : undefined)} ${view.summary}
      <form method="post" action="${view.login.action}" autocomplete="on">
        ${tokenField(view.login)}
        <div class="field">
          <label for="login">User name</label>
          <input
            type="text"
            id="login"
            name="login"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            maxlength="128"
            required${wrong}
          />
          ${atField && html`<span class="error" id="login-error">${notice?.text}</span>`}
        </div>
        <div class="field">
          <label for="secret">Password</label>
          <input
            type="password"
            id="secret"
            name="secret"
            autocomplete="current-password"
            maxlength="256"
            required${wrong}
          />
        </div>
        <button>Log in to ${view.bankName}</button>
      </form>
      ${view.refuse && html`<div class="more">${sideForm(view.refuse, view.refuse.label)}</div>`}`,
  };
}
