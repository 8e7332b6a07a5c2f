// What a user has at several banks: node aggregate.ts banks.json .tallystick/pki
import { readFileSync } from "node:fs";
import { aggregate, createBankClient, payseraGe, payseraLt, type BankConnection } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";

const dialects = { standard: {}, payseraGe, payseraLt };
type Bank = Omit<BankConnection, "client"> & { baseUrl: string; dialect: keyof typeof dialects; certificate: string };

const [file = "banks.json", pki = ".tallystick/pki"] = process.argv.slice(2);
const pem = (name: string) => readFileSync(`${pki}/${name}`, "utf8");
const connections = (JSON.parse(readFileSync(file, "utf8")) as Bank[]).map(
  ({ baseUrl, dialect, certificate, ...bank }) => {
    const own = { cert: pem(`${certificate}.pem`), key: pem(`${certificate}.key`), ca: pem("root.pem") };
    const request = createMutualTlsRequest(own);
    return { ...bank, client: createBankClient({ baseUrl, request, dialect: dialects[dialect] }) };
  },
);

const { accounts, balances, transactions, failures } = await aggregate(connections, { deadlineMs: 5_000 });

const money = ({ amount, currency }: { amount: string; currency: string }) => `${amount} ${currency}`;
for (const { bankId, iban, currency, name } of accounts) console.log("account", bankId, iban, currency, name);
for (const { bankId, account, balanceType, balanceAmount } of balances)
  console.log("balance", bankId, account.iban, money(balanceAmount), balanceType);
for (const { bankId, account, bookingStatus, bookingDate = "-", transactionAmount } of transactions)
  console.log(bookingStatus, bookingDate, bankId, account.iban, money(transactionAmount));
for (const { bankId, account, operation, code } of failures)
  console.log("failed", bankId, account?.iban ?? "all", operation, code);
