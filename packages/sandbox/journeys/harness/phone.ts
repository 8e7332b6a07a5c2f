import type { BrowserContextOptions, Page } from "playwright-core";
import type { World } from "./world.ts";

/** The sandbox phone of one person, in a browser of its own. */
export class Phone {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  static async open(
    world: World,
    providerId: string,
    login: string,
    options: BrowserContextOptions = {},
  ): Promise<Phone> {
    const page = await world.newPage(options);
    return new Phone(page, `${world.system.addresses.banksPages}/${providerId}/phone/${login}`);
  }

  async look(): Promise<void> {
    await this.page.goto(this.#url);
    await this.page.locator("#messages li").first().waitFor();
  }

  async readCode(): Promise<string> {
    await this.look();
    return this.page.locator("#messages li.fresh .code b").first().innerText();
  }

  async approve(): Promise<void> {
    await this.#answer("Approve", "You approved this.");
  }

  async refuse(): Promise<void> {
    await this.#answer("Refuse", "You refused this.");
  }

  async #answer(button: string, shown: string): Promise<void> {
    await this.look();
    await this.page.getByRole("button", { name: button }).first().click();
    await this.page.getByText(shown).first().waitFor();
  }
}
