// What a statement line can be about. Ids are stable: stored labels and tenants' rules name them.

/** Which way money of a group usually goes; a refund keeps its category with the opposite sign. */
export type Direction = "income" | "expense" | "transfer";

export interface CategoryGroup {
  readonly id: string;
  readonly name: string;
  readonly direction: Direction;
}

const groupRows = [
  ["income", "Income", "income"],
  ["transfers", "Transfers and cash", "transfer"],
  ["housing", "Housing", "expense"],
  ["utilities", "Utilities and communication", "expense"],
  ["food", "Food and drink", "expense"],
  ["transport", "Transport", "expense"],
  ["travel", "Travel", "expense"],
  ["shopping", "Shopping", "expense"],
  ["health", "Health and care", "expense"],
  ["leisure", "Leisure", "expense"],
  ["family", "Family, education and pets", "expense"],
  ["finance", "Financial services", "expense"],
  ["insurance", "Insurance", "expense"],
  ["government", "Taxes and authorities", "expense"],
  ["giving", "Giving and membership", "expense"],
  ["business", "Business", "expense"],
] as const satisfies readonly (readonly [id: string, name: string, direction: Direction])[];

/** Id and name by group; the id of a category is `group.name`. */
const categoryNames = {
  "income.salary": "Salary and wages",
  "income.pension": "Pension",
  "income.benefits": "Social benefits",
  "income.child-benefit": "Child benefit",
  "income.business": "Sales and fees earned",
  "income.interest": "Interest received",
  "income.dividends": "Dividends",
  "income.rent": "Rent received",
  "income.tax-refund": "Tax refund",
  "income.insurance-claim": "Insurance claim paid",
  "income.scholarship": "Scholarship",
  "income.cashback": "Cashback and rewards",
  "transfers.own": "Between own accounts",
  "transfers.person": "To or from a person",
  "transfers.savings": "Savings and deposits",
  "transfers.investment": "Investments",
  "transfers.card-settlement": "Credit card settlement",
  "transfers.wallet": "Wallet top-up",
  "transfers.cash-withdrawal": "Cash withdrawal",
  "transfers.cash-deposit": "Cash deposit",
  "transfers.exchange": "Currency exchange",
  "housing.rent": "Rent",
  "housing.mortgage": "Mortgage",
  "housing.service-charge": "Building service charge",
  "housing.repairs": "Repairs and trades",
  "housing.home-improvement": "Building materials and garden",
  "housing.furniture": "Furniture and furnishing",
  "housing.household-help": "Cleaning and household help",
  "housing.security": "Security and alarm",
  "utilities.electricity": "Electricity",
  "utilities.gas": "Gas",
  "utilities.water": "Water and sewage",
  "utilities.heating": "Heating and fuel for the home",
  "utilities.waste": "Waste",
  "utilities.mobile": "Mobile telephony",
  "utilities.internet": "Internet and landline",
  "utilities.television": "Television and broadcasting fee",
  "utilities.other": "Utilities, several or other",
  "food.groceries": "Groceries",
  "food.bakery": "Bakery and sweets",
  "food.specialities": "Butcher, market and delicatessen",
  "food.alcohol-tobacco": "Alcohol and tobacco",
  "food.restaurants": "Restaurants",
  "food.fast-food": "Fast food",
  "food.cafes": "Cafés",
  "food.bars": "Bars and clubs",
  "food.delivery": "Food delivery",
  "transport.fuel": "Fuel",
  "transport.charging": "Charging of vehicles",
  "transport.public": "Public transport",
  "transport.taxi": "Taxi and ride hailing",
  "transport.parking": "Parking",
  "transport.tolls": "Tolls and vignettes",
  "transport.service": "Car service and parts",
  "transport.vehicle-purchase": "Vehicle purchase and leasing",
  "transport.sharing": "Car, bike and scooter sharing",
  "transport.inspection": "Vehicle inspection and registration",
  "travel.flights": "Flights",
  "travel.lodging": "Lodging",
  "travel.rail": "Long-distance rail, coach and ferry",
  "travel.agencies": "Travel agencies",
  "travel.car-rental": "Car rental",
  "shopping.clothing": "Clothing",
  "shopping.shoes": "Shoes and bags",
  "shopping.electronics": "Electronics and appliances",
  "shopping.online": "Online marketplaces",
  "shopping.department": "Department and variety stores",
  "shopping.books": "Books, papers and stationery",
  "shopping.jewellery": "Jewellery and watches",
  "shopping.gifts": "Gifts and flowers",
  "shopping.second-hand": "Second-hand and antiques",
  "shopping.other": "Other shops",
  "health.pharmacy": "Pharmacy",
  "health.doctors": "Doctors and laboratories",
  "health.dentist": "Dentist",
  "health.hospital": "Hospital and nursing",
  "health.optician": "Optician",
  "health.hair-beauty": "Hair and beauty",
  "health.cosmetics": "Drugstore and cosmetics",
  "health.laundry": "Laundry and tailoring",
  "health.wellness": "Wellness and spa",
  "leisure.streaming": "Streaming of film and music",
  "leisure.games": "Games and apps",
  "leisure.cinema": "Cinema",
  "leisure.events": "Theatre, concerts and events",
  "leisure.museums": "Museums and sights",
  "leisure.fitness": "Fitness and sports clubs",
  "leisure.sports-goods": "Sports goods",
  "leisure.hobbies": "Hobbies",
  "leisure.gambling": "Gambling and lottery",
  "family.childcare": "Childcare",
  "family.toys": "Toys and children's goods",
  "family.maintenance": "Child support and alimony",
  "family.school": "School",
  "family.university": "University",
  "family.courses": "Courses and lessons",
  "family.pets": "Pets and veterinary",
  "finance.bank-fees": "Bank fees",
  "finance.loan": "Loan repayment",
  "finance.interest": "Interest paid",
  "finance.instalments": "Instalment purchase",
  "finance.debt-collection": "Debt collection",
  "insurance.health": "Health insurance",
  "insurance.life": "Life insurance",
  "insurance.vehicle": "Vehicle insurance",
  "insurance.home": "Home insurance",
  "insurance.pension": "Private pension contributions",
  "insurance.other": "Other insurance",
  "government.income-tax": "Income tax",
  "government.property-tax": "Property and vehicle tax",
  "government.vat": "Value added tax",
  "government.social-contributions": "Social contributions",
  "government.fines": "Fines",
  "government.fees": "Fees of authorities",
  "government.tax-other": "Other taxes",
  "giving.charity": "Charity",
  "giving.religion": "Religious communities",
  "giving.membership": "Associations and parties",
  "business.suppliers": "Suppliers and goods",
  "business.payroll": "Wages paid",
  "business.software": "Software and hosting",
  "business.advertising": "Advertising",
  "business.professional": "Legal, accounting and consulting",
  "business.postage": "Post and shipping",
  "business.office": "Office and equipment",
} as const;

export type CategoryId = keyof typeof categoryNames;

export interface Category {
  readonly id: CategoryId;
  readonly name: string;
  readonly group: CategoryGroup;
}

export const categoryGroups: readonly CategoryGroup[] = groupRows.map(([id, name, direction]) => ({
  id,
  name,
  direction,
}));

const groupById = new Map(categoryGroups.map((group) => [group.id, group]));

/** All categories, in an order that the trained model's classes follow. */
export const categories: readonly Category[] = Object.entries(categoryNames).map(([id, name]) => {
  const group = groupById.get(id.slice(0, id.indexOf(".")));
  if (group === undefined) throw new Error(`category ${id} has no group`);
  return { id: id as CategoryId, name, group };
});

const categoryById = new Map<string, Category>(categories.map((category) => [category.id, category]));

/** The category with that id, or undefined. */
export function categoryOf(id: string): Category | undefined {
  return categoryById.get(id);
}
