import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { sql } from "kysely";
import type { CoreBanking } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** A salt and the key made of it, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await derive(password, salt, 32)).toString("base64url")}`;
}

const nobody = `${"A".repeat(22)}.${"A".repeat(43)}`;

/** Who somebody is and how they prove it: a password, and a code by text message. */
export function people(
  db: Db<unknown>,
): Pick<CoreBanking, "authenticatePsu" | "scaMethods" | "verifyStaticPin" | "deliver"> {
  return {
    authenticatePsu: async (login, secret) => {
      const { rows } = await sql<{ customer_no: string; name: string; password_hash: string }>`
        select customer_no, name, password_hash from customers where login = ${login}`.execute(db);
      const [customer] = rows;
      // An unknown login costs as much as a wrong password.
      const [salt = "", key = ""] = (customer?.password_hash ?? nobody).split(".");
      const derived = await derive(secret, Buffer.from(salt, "base64url"), 32);
      const fits = timingSafeEqual(derived, Buffer.from(key, "base64url"));
      return customer !== undefined && fits ? { psuId: customer.customer_no, name: customer.name } : undefined;
    },
    scaMethods: async (psuId) => {
      const phone = await phoneOf(db, psuId);
      return phone === undefined
        ? []
        : [{ methodId: "text-message", type: "code", name: `Code by text message to … ${phone.slice(-3)}` }];
    },
    verifyStaticPin: async () => false,
    deliver: async ({ psuId, text }) => {
      const phone = await phoneOf(db, psuId);
      await sql`insert into text_messages (phone, body) values (${phone}, ${text})`.execute(db);
    },
  };
}

async function phoneOf(db: Db<unknown>, customerNo: string): Promise<string | undefined> {
  const { rows } = await sql<{ phone: string }>`
    select phone from customers where customer_no = ${customerNo}`.execute(db);
  return rows[0]?.phone;
}
