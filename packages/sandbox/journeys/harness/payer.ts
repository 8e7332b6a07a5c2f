import assert from "node:assert/strict";
import type { BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { JourneyLink, World } from "./world.ts";

/** Somebody who pays, in one browser tab; the verbs are what a payer does and sees. */
export class Payer {
  readonly world: World;
  readonly page: Page;
  /** Addresses to which the hub's return was called, as the bank wrote them. */
  readonly returns: string[] = [];

  constructor(world: World, page: Page) {
    this.world = world;
    this.page = page;
    page.on("request", (request) => {
      if (request.isNavigationRequest() && /\/pay\/[^/]+\/return\//.test(request.url()))
        this.returns.push(request.url());
    });
  }

  static async arrive(world: World, options: BrowserContextOptions = {}): Promise<Payer> {
    return new Payer(world, await world.newPage(options));
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** Another tab of the same browser. */
  async newTab(): Promise<Payer> {
    return new Payer(this.world, await this.context.newPage());
  }

  // At the hub.

  async open(link: Pick<JourneyLink, "web_url">): Promise<void> {
    await this.page.goto(link.web_url);
  }

  /** Where the merchant gave the account, its bank is the only one, and the page has already taken that step. */
  async chooseBank(providerId: string): Promise<void> {
    const chosen = this.page.locator(`form:has(input[name="bank"][value="${providerId}"])`);
    const bank = this.page.locator(`a[data-bank="${providerId}"]`);
    await chosen.or(bank).first().waitFor();
    if (await bank.isVisible()) await bank.click();
    await chosen.waitFor();
  }

  get payButton(): Locator {
    return this.page.locator("main").getByRole("button", { name: /^Pay / });
  }

  /** Presses Pay and arrives at the bank. */
  async pay(): Promise<void> {
    await this.payButton.click();
    await this.atBank();
  }

  async atBank(): Promise<void> {
    const { banksPages } = this.world.system.addresses;
    await this.page.waitForURL((url) => url.origin === banksPages);
  }

  /** As `atBank`, from a page that may have to wait for the bank and then offers the way there. */
  async atBankAfterWaiting(): Promise<void> {
    const onward = this.page.getByRole("link", { name: "Continue at" });
    const login = this.page.getByRole("heading", { level: 1, name: "Log in" });
    await onward.or(login).first().waitFor();
    if (await onward.isVisible()) await onward.click();
    await this.atBank();
  }

  /** Waits for the hub's page with that machine-readable code. */
  async sees(code: string): Promise<void> {
    try {
      await this.page.locator(`body[data-code="${code}"]`).waitFor();
    } catch (error) {
      throw new Error(`expected to see ${code}, but sees ${this.page.url()}: ${await this.title()}`, { cause: error });
    }
  }

  async cancel(): Promise<void> {
    await this.page.getByText("Cancel this payment").click();
    await this.page.getByRole("button", { name: "Yes, cancel the payment" }).click();
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole("link", { name }).click();
  }

  // At the bank.

  async logIn(providerId: string, login: string): Promise<void> {
    const { password } = this.world.user(providerId, login);
    await this.page.getByLabel("User name").fill(login);
    await this.page.getByLabel("Password").fill(password);
    await this.submit("Log in to ");
  }

  async chooseAccount(iban: string): Promise<void> {
    await this.seesAtBank("Choose your account");
    await this.page.getByRole("radio", { name: iban.replaceAll(/(.{4})(?=.)/g, "$1 ") }).check();
    await this.submit("Continue");
  }

  /** From the review of the payment to the page that asks for the code. */
  async askForCode(): Promise<void> {
    await this.seesAtBank("Check the payment");
    await this.submit("Send me a code");
    await this.seesAtBank("Enter the code");
  }

  async askForPin(): Promise<void> {
    await this.seesAtBank("Check the payment");
    await this.submit("Confirm with my pin");
    await this.seesAtBank("Enter your pin");
  }

  async askForPush(): Promise<void> {
    await this.seesAtBank("Check the payment");
    await this.submit("Confirm on my phone");
    await this.seesAtBank("Confirm on your phone");
  }

  /** Enters a code or pin and confirms; returns once the next page has come. */
  async confirm(code: string): Promise<void> {
    await this.page.getByLabel(/^(Code|Pin)$/).fill(code);
    await this.submit("Pay ");
  }

  /** Confirms, and closes the tab at the moment at which the bank sends it back: the hub is never asked. */
  async leaveInsteadOfReturning(code: string): Promise<void> {
    const wire = await this.context.newCDPSession(this.page);
    const sentBack = new Promise<string>((resolve) => {
      wire.on("Fetch.requestPaused", ({ request }) => resolve(request.url));
    });
    await wire.send("Fetch.enable", { patterns: [{ urlPattern: "*/pay/*/return/*" }] });
    await this.page.getByLabel(/^(Code|Pin)$/).fill(code);
    await this.page.getByRole("button", { name: /^Pay / }).click({ noWaitAfter: true });
    const address = await sentBack;
    if (!this.returns.includes(address)) this.returns.push(address);
    await this.page.close();
  }

  async refuse(): Promise<void> {
    await this.submit("Do not pay");
  }

  async seesAtBank(heading: string | RegExp): Promise<void> {
    try {
      await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    } catch (error) {
      throw new Error(`expected "${heading}", but sees ${this.page.url()}: ${await this.title()}`, { cause: error });
    }
  }

  async sayingAtBank(): Promise<string> {
    return this.page.getByRole("alert").innerText();
  }

  /** Presses the button whose name begins so, and returns once a new page has loaded. */
  async submit(name: string): Promise<void> {
    const button = this.page.locator("main").getByRole("button", { name: new RegExp(`^${name}`) });
    await Promise.all([this.page.waitForEvent("load"), button.click()]);
  }

  async submitLink(name: RegExp): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), this.page.locator("main").getByRole("link", { name }).click()]);
  }

  // The whole way in one breath, for journeys that are about something else.

  /** From the link to the page that asks for the code, as that user of a bank that sends codes. */
  async goToCode(link: JourneyLink, providerId: string, login: string): Promise<void> {
    await this.open(link);
    await this.chooseBank(providerId);
    await this.pay();
    await this.codeAtBank(link, providerId, login);
  }

  /** From the bank's login to the page that asks for the code. */
  async codeAtBank(link: JourneyLink, providerId: string, login: string): Promise<void> {
    await this.logIn(providerId, login);
    if (link.intent.debtor?.iban === undefined) {
      const account = this.world
        .user(providerId, login)
        .accounts.find(({ currency }) => currency === link.intent.currency);
      assert.ok(account, `${login} has no account in ${link.intent.currency}`);
      await this.chooseAccount(account.iban);
    }
    await this.askForCode();
  }

  async payWithCode(link: JourneyLink, providerId: string, login: string): Promise<void> {
    await this.goToCode(link, providerId, login);
    await this.confirm(this.world.codeFor(login));
    await this.sees("paid");
  }

  async title(): Promise<string> {
    return this.page.title().catch(() => "(no page)");
  }
}
