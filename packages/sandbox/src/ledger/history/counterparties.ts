/** Somebody outside the sandbox with whom its people deal. */
export interface Counterparty {
  readonly name: string;
  readonly iban: string;
}

export interface Merchant {
  readonly name: string;
  /** ISO 18245 */
  readonly category: string;
}

/** Whom people of one country pay and are paid by; all of them made up. */
export interface Surroundings {
  readonly employer: Counterparty;
  readonly landlord: Counterparty;
  readonly energy: Counterparty;
  readonly telephone: Counterparty;
  readonly customers: readonly Counterparty[];
  readonly suppliers: readonly Counterparty[];
  readonly taxOffice: Counterparty;
  readonly shops: readonly Merchant[];
  readonly words: Words;
}

interface Words {
  readonly salary: string;
  readonly rent: string;
  readonly energy: string;
  readonly telephone: string;
  readonly invoice: string;
  readonly taxes: string;
  readonly wages: string;
}

const romania: Surroundings = {
  employer: { name: "Moara de Vânt Software SRL", iban: "RO22AAAA1B31007593840001" },
  landlord: { name: "Imobiliare Dealul Mare SRL", iban: "RO92AAAA1B31007593840002" },
  energy: { name: "Lumina Electrică SA", iban: "RO65AAAA1B31007593840003" },
  telephone: { name: "Fir Lung Telecom SA", iban: "RO38AAAA1B31007593840004" },
  customers: [
    { name: "Pensiunea La Cireș SRL", iban: "RO11AAAA1B31007593840005" },
    { name: "Școala de Dans Pasul Mic", iban: "RO81AAAA1B31007593840006" },
    { name: "Librăria Colțul Verde SRL", iban: "RO54AAAA1B31007593840007" },
  ],
  suppliers: [
    { name: "Gater Valea Seacă SRL", iban: "RO27AAAA1B31007593840008" },
    { name: "Unelte și Vopsele SRL", iban: "RO97AAAA1B31007593840009" },
  ],
  taxOffice: { name: "Trezoreria de Probă", iban: "RO70AAAA1B31007593840010" },
  shops: [
    { name: "Băcănia Verde", category: "5411" },
    { name: "Piața Veche Market", category: "5411" },
    { name: "Cofetăria Gogoașa", category: "5814" },
    { name: "Benzinăria Trei Pini", category: "5541" },
    { name: "Farmacia Mușețel", category: "5912" },
    { name: "Cinema Lanterna", category: "7832" },
  ],
  words: {
    salary: "Salariu",
    rent: "Chirie",
    energy: "Factura de energie",
    telephone: "Abonament telefon",
    invoice: "Factura",
    taxes: "Taxe și impozite",
    wages: "Salarii",
  },
};

const lithuania: Surroundings = {
  employer: { name: "UAB Vėjo Malūnas", iban: "LT639990010001000001" },
  landlord: { name: "UAB Senamiesčio Būstas", iban: "LT369990010001000002" },
  energy: { name: "UAB Šviesos Tinklai", iban: "LT099990010001000003" },
  telephone: { name: "UAB Ilgas Laidas", iban: "LT799990010001000004" },
  customers: [
    { name: "MB Gintaro Kelias", iban: "LT529990010001000005" },
    { name: "UAB Žalias Kampas", iban: "LT259990010001000006" },
  ],
  suppliers: [
    { name: "UAB Ąžuolo Lenta", iban: "LT959990010001000007" },
    { name: "UAB Dažų Sandėlis", iban: "LT689990010001000008" },
  ],
  taxOffice: { name: "Bandomoji mokesčių inspekcija", iban: "LT419990010001000009" },
  shops: [
    { name: "Krautuvė prie ežero", category: "5411" },
    { name: "Kepykla Riestainis", category: "5462" },
    { name: "Vaistinė Ramunėlė", category: "5912" },
    { name: "Degalinė Trys Pušys", category: "5541" },
    { name: "Knygynas Lapas", category: "5942" },
  ],
  words: {
    salary: "Atlyginimas",
    rent: "Nuoma",
    energy: "Elektra",
    telephone: "Telefono planas",
    invoice: "Sąskaita",
    taxes: "Mokesčiai",
    wages: "Atlyginimai",
  },
};

const georgia: Surroundings = {
  employer: { name: "Qaris Tsisqvili LLC", iban: "GE71ZZ0000000000000001" },
  landlord: { name: "Dzveli Ubani LLC", iban: "GE44ZZ0000000000000002" },
  energy: { name: "Natela Energo JSC", iban: "GE17ZZ0000000000000003" },
  telephone: { name: "Grdzeli Khazi JSC", iban: "GE87ZZ0000000000000004" },
  customers: [
    { name: "Guesthouse Tbili Kari", iban: "GE60ZZ0000000000000005" },
    { name: "Mtsvane Kutkhe LLC", iban: "GE33ZZ0000000000000006" },
  ],
  suppliers: [{ name: "Mukhis Fitsari LLC", iban: "GE06ZZ0000000000000007" }],
  taxOffice: { name: "Practice Treasury", iban: "GE76ZZ0000000000000008" },
  shops: [
    { name: "Market Mze", category: "5411" },
    { name: "Tonis Puri", category: "5462" },
    { name: "Aptiaki Gvirila", category: "5912" },
    { name: "Kino Parani", category: "7832" },
  ],
  words: {
    salary: "Salary",
    rent: "Rent",
    energy: "Electricity",
    telephone: "Mobile plan",
    invoice: "Invoice",
    taxes: "Taxes",
    wages: "Wages",
  },
};

/** Where cards are used on the internet and abroad: billed in another currency. */
export const abroad: readonly (Merchant & { readonly currency: string; readonly rate: number })[] = [
  { name: "Paper Lantern Streaming", category: "4899", currency: "USD", rate: 1.08 },
  { name: "Hostel zur Brezel", category: "7011", currency: "CHF", rate: 0.95 },
];

export function surroundingsOf(country: string): Surroundings {
  if (country === "LT") return lithuania;
  return country === "GE" ? georgia : romania;
}
