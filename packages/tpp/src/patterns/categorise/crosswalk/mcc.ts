import type { CategoryId } from "../taxonomy.ts";

/**
 * Merchant category codes (ISO 18245) by category. `broad` codes say little (miscellaneous shops, direct marketing),
 * so that a merchant that is known by name goes before them. 3000-3999 are the numbers that card schemes give to
 * single airlines, car rental firms and hotels.
 */
const precise: Readonly<Partial<Record<CategoryId, string>>> = {
  "transfers.investment": "6211",
  "transfers.wallet": "6529-6532 6540",
  "transfers.cash-withdrawal": "6010 6011",
  "transfers.exchange": "6050 6051",
  "transfers.person": "4829 6536-6538",
  "housing.rent": "6513",
  "housing.repairs": "1520 1711 1731 1740 1750 1761 1771 1799 7217 7342 7623 7629 7641 7692 7699",
  "housing.home-improvement": "0780 5039 5198 5200 5211 5231 5251 5261 5996 5998",
  "housing.furniture": "5712-5714 5718 5719 5950",
  "housing.household-help": "7349",
  "housing.security": "7393",
  "utilities.heating": "5983",
  "utilities.mobile": "4812 4813",
  "utilities.internet": "4814-4816 4821",
  "utilities.television": "4899",
  "utilities.other": "4900",
  "food.groceries": "5300 5411 5499",
  "food.bakery": "5441 5462",
  "food.specialities": "5422 5451",
  "food.alcohol-tobacco": "5921 5993",
  "food.restaurants": "5811 5812",
  "food.fast-food": "5814",
  "food.bars": "5813",
  "transport.fuel": "5172 5541 5542",
  "transport.charging": "5552",
  "transport.public": "4111",
  "transport.taxi": "4121",
  "transport.parking": "7523",
  "transport.tolls": "4784",
  "transport.service": "5013 5531-5533 5935 7531 7534 7535 7538 7542 7549",
  "transport.vehicle-purchase": "5271 5511 5521 5551 5561 5571 5592 5598 5599",
  "travel.flights": "3000-3350 4511 4582",
  "travel.car-rental": "3351-3500 7512 7513 7519",
  "travel.lodging": "3501-3999 7011 7012 7032 7033",
  "travel.rail": "4011 4112 4131 4411 4457 4468",
  "travel.agencies": "4722 4723 5962",
  "shopping.clothing": "5137 5611 5621 5631 5641 5651 5681 5691 5698 5699",
  "shopping.shoes": "5139 5661 5948",
  "shopping.electronics": "5045 5722 5732 5734 5946 7622",
  "shopping.online": "5262 5964 5965",
  "shopping.department": "5309-5311 5331",
  "shopping.books": "2741 5111 5192 5942 5943 5994",
  "shopping.jewellery": "5094 5944 7631",
  "shopping.gifts": "5193 5947 5992",
  "shopping.second-hand": "5931-5933 5937 5971",
  "health.pharmacy": "5122 5912",
  "health.doctors": "8011 8031 8041 8049 8071 8099",
  "health.dentist": "8021",
  "health.hospital": "4119 5047 5975 5976 8050 8062",
  "health.optician": "8042-8044",
  "health.hair-beauty": "7230",
  "health.cosmetics": "5977 5997",
  "health.laundry": "5697 7210 7211 7216 7251 7296",
  "health.wellness": "7297 7298",
  "leisure.streaming": "5735 5815 7829 7841",
  "leisure.games": "5816-5818 7993 7994",
  "leisure.cinema": "7832 7833",
  "leisure.events": "7911 7922 7929 7941",
  "leisure.museums": "7991 7996 7998",
  "leisure.fitness": "7992 7997",
  "leisure.sports-goods": "5655 5940 5941",
  "leisure.hobbies": "5733 5949 5970 5972 7221 7395 7932 7933 7999",
  "leisure.gambling": "7800-7802 7995 9406",
  "family.childcare": "8351",
  "family.toys": "5945",
  "family.maintenance": "9211",
  "family.school": "8211",
  "family.university": "8220",
  "family.courses": "8241 8244 8249 8299",
  "family.pets": "0742 5995",
  "finance.bank-fees": "6012",
  "finance.debt-collection": "7321 7322",
  "insurance.other": "5960 6300 6381 6399",
  "government.fines": "9222 9223",
  "government.fees": "9399 9405",
  "government.tax-other": "9311",
  "giving.charity": "8398",
  "giving.religion": "5973 8661",
  "giving.membership": "8641 8651 8675 8699",
  "business.suppliers": "0763 2842 5046 5051 5065 5072 5074 5085 5099 5131 5169 5199",
  "business.software": "7372 7375 7379",
  "business.advertising": "7311 7333",
  "business.professional": "7276 7361 7392 8111 8734 8911 8931 8999",
  "business.postage": "4214 4215 4225 9402",
  "business.office": "2791 5021 5044 5978 7338 7339 7394",
};

const broad: Readonly<Partial<Record<CategoryId, string>>> = {
  "shopping.other": "5399 5963 5966-5969 5999 7278",
  "transport.public": "4789",
  "health.wellness": "7261 7273 7277 7299",
  "business.professional": "7399",
};

export interface MccMeaning {
  readonly category: CategoryId;
  readonly isBroad: boolean;
}

const byCode = new Map<number, MccMeaning>();
for (const [table, isBroad] of [
  [precise, false],
  [broad, true],
] as const) {
  for (const [category, text] of Object.entries(table)) {
    for (const code of expand(text)) {
      if (byCode.has(code)) throw new Error(`merchant category code ${code} stands twice`);
      byCode.set(code, { category: category as CategoryId, isBroad });
    }
  }
}

function* expand(text: string): Generator<number> {
  for (const part of text.split(" ")) {
    const [from, to = from] = part.split("-").map(Number);
    for (let code = from ?? 0; code <= (to ?? 0); code += 1) yield code;
  }
}

/** What a merchant category code (four digits) means, undefined for one that is not in the table. */
export function categoryOfMcc(code: string): MccMeaning | undefined {
  return /^[0-9]{4}$/.test(code) ? byCode.get(Number(code)) : undefined;
}

/** All merchant category codes that mean a category, ascending, as four digits. */
export function mccsOf(category: CategoryId): string[] {
  const codes = [...byCode].filter(([, meaning]) => meaning.category === category).map(([code]) => code);
  return codes.toSorted((a, b) => a - b).map((code) => String(code).padStart(4, "0"));
}
