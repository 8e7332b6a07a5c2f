// Names of people and places for made-up lines, and how each country's statements frame them.
import { english } from "./english.ts";
import { georgian } from "./georgian.ts";
import { german } from "./german.ts";
import { lithuanian } from "./lithuanian.ts";
import { romanian } from "./romanian.ts";

export interface Locale {
  readonly country: string;
  /** `category: phrase | phrase`, see the files of this folder. */
  readonly vocabularies: readonly string[];
  readonly firstNames: readonly string[];
  readonly surnames: readonly string[];
  readonly cities: readonly string[];
  readonly legalForms: readonly string[];
  /** Words that a shop's name adds to what it is. */
  readonly adornments: readonly string[];
  /** What stands before a card purchase. */
  readonly cardPrefixes: readonly string[];
  /** What stands around a transfer's purpose and says nothing. */
  readonly fillers: readonly string[];
  /** What stands beside money that a shop gives back. */
  readonly refunds: readonly string[];
}

const list = (text: string): string[] => text.trim().split(/\s*\|\s*/);

export const locales: readonly Locale[] = [
  {
    country: "RO",
    vocabularies: [romanian, english],
    firstNames: list(
      "Andrei | Maria | Ion | Elena | Mihai | Ioana | Alexandru | Cristina | George | Ana | Vasile | Gabriela | Florin | Raluca | Stefan | Diana | Marius | Simona | Radu | Daniela | Ionut | Larisa | Cosmin | Oana",
    ),
    surnames: list(
      "Popescu | Ionescu | Popa | Radu | Dumitrescu | Stan | Stoica | Gheorghe | Matei | Ciobanu | Rusu | Munteanu | Moldovan | Dinu | Constantinescu | Marin | Tudor | Lazar | Nistor | Barbu | Ungureanu | Albu | Serban | Petrescu",
    ),
    cities: list(
      "Bucuresti | Cluj-Napoca | Timisoara | Iasi | Constanta | Brasov | Craiova | Sibiu | Oradea | Arad | Pitesti | Bacau | Ploiesti | Galati | Targu Mures | Buzau | Sinaia | Voluntari",
    ),
    legalForms: list("SRL | SA | S.R.L. | PFA | II | SC SRL"),
    adornments: list(
      "Star | Prod | Com | Impex | Lux | Premium | Nova | Elite | Royal | Alex | Delta | Euro | Prim | Casa | Mihaela | Trans | Best | Central | Ardeal | Carpati | Elys | Maya | Select",
    ),
    cardPrefixes: list(
      "Plata la POS | POS | Cumparaturi POS | Tranzactie comerciant | Plata cu cardul | EPOS | Plata POS non-BT cu card VISA | Cumparare POS | Tranz card | Plata online",
    ),
    refunds: list("retur | storno | rambursare comanda | refund | returnare produse"),
    fillers: list(
      "plata factura | c/v fact | OP | transfer | plata | cf contract | luna mai | luna septembrie | rest plata | avans",
    ),
  },
  {
    country: "LT",
    vocabularies: [lithuanian, english],
    firstNames: list(
      "Jonas | Ona | Tomas | Rasa | Mantas | Eglė | Lukas | Jurgita | Darius | Inga | Andrius | Kristina | Paulius | Laura | Vytautas | Agnė | Marius | Simona | Rimantas | Daiva | Gintaras | Asta | Povilas | Ieva",
    ),
    surnames: list(
      "Kazlauskas | Jankauskienė | Petrauskas | Stankevičius | Vasiliauskaitė | Žukauskas | Butkus | Paulauskienė | Urbonas | Kavaliauskas | Ramanauskaitė | Navickas | Balčiūnas | Sabaliauskienė | Rimkus | Mockutė | Šimkus | Baranauskas | Gudaitis | Norkienė",
    ),
    cities: list(
      "Vilnius | Kaunas | Klaipėda | Šiauliai | Panevėžys | Alytus | Marijampolė | Mažeikiai | Jonava | Utena | Kėdainiai | Telšiai | Palanga | Druskininkai | Ukmergė | Trakai",
    ),
    legalForms: list("UAB | MB | AB | VšĮ | IĮ | UAB"),
    adornments: list(
      "Saulė | Baltija | Ąžuolas | Vilties | Gintaras | Rytas | Senamiesčio | Lina | Ramunė | Žalia | Nida | Verslo | Pas Joną | Žvaigždė | Laima | Rasos | Namai | Grupė | Centras | Auksinis | Du Gaideliai",
    ),
    cardPrefixes: list(
      "Pirkinys | Kortelės operacija | Mokėjimas kortele | PIRKINYS kortelė | Atsiskaitymas kortele | Kortelė | Pirkimas internetu | POS",
    ),
    refunds: list("grąžinimas | prekių grąžinimas | refund | grąžinti pinigai"),
    fillers: list(
      "mokėjimas | pagal sąskaitą | sąskaita faktūra | už rugsėjį | už lapkritį | apmokėjimas | įmoka | įmokos kodas | sf nr | mokėtojo kodas",
    ),
  },
  {
    country: "DE",
    vocabularies: [german, english],
    firstNames: list(
      "Thomas | Sabine | Michael | Julia | Andreas | Claudia | Stefan | Anna | Markus | Petra | Jan | Katharina | Lukas | Lena | Jürgen | Monika | Felix | Sophie | Klaus | Nicole | Tobias | Birgit | Max | Laura",
    ),
    surnames: list(
      "Schmidt | Müller | Schneider | Fischer | Weber | Meyer | Wagner | Becker | Hoffmann | Koch | Bauer | Richter | Klein | Wolf | Schröder | Neumann | Schwarz | Zimmermann | Braun | Krüger | Hartmann | Lange | Krause | Lehmann",
    ),
    cities: list(
      "Berlin | Hamburg | München | Köln | Frankfurt | Stuttgart | Düsseldorf | Leipzig | Dortmund | Bremen | Dresden | Hannover | Nürnberg | Bonn | Münster | Freiburg | Mainz | Kassel | Erfurt | Augsburg",
    ),
    legalForms: list("GmbH | GmbH & Co. KG | e.K. | OHG | KG | AG | e.V. | GbR"),
    adornments: list(
      "am Markt | Altstadt | zur Post | Schwarzwald | Rhein | Bavaria | Sonnen | Linden | Am Dom | Stadt | Nord | Süd | Königs | Zum Goldenen Hirsch | Bella | Hansa | Alpen | Elbe | Grüner | Central | Panorama",
    ),
    cardPrefixes: list(
      "Kartenzahlung | EC Kartenzahlung | VISA Debitkartenumsatz | Girocard | Lastschrift | SEPA-Basislastschrift | Kartenumsatz | Kauf bei | Mastercard Zahlung",
    ),
    refunds: list("Erstattung | Gutschrift | Retoure | Rückerstattung | Storno | Refund"),
    fillers: list(
      "Rechnung Nr | RNR | Kd.-Nr. | Ref. | Mandat | SVWZ+ | EREF+ | Überweisung | Dauerauftrag | Vertrag | Abschlag | Verwendungszweck | Mai 2025 | Oktober",
    ),
  },
  {
    country: "GE",
    vocabularies: [georgian, english],
    firstNames: list(
      "გიორგი | ნინო | დავით | მარიამ | ლევან | ანა | ირაკლი | თამარ | ნიკა | ქეთევან | ზურაბ | ეკა | ლუკა | სალომე | Giorgi | Nino | Davit | Mariam | Levan | Tamar | Irakli | Salome",
    ),
    surnames: list(
      "ბერიძე | კაპანაძე | გელაშვილი | მაისურაძე | გიორგაძე | ლომიძე | წიკლაური | ხვედელიძე | ნოზაძე | ჩხეიძე | Beridze | Kapanadze | Gelashvili | Maisuradze | Lomidze | Tsiklauri | Mchedlishvili | Kvaratskhelia | Shengelia | Jikia",
    ),
    cities: list(
      "თბილისი | ბათუმი | ქუთაისი | რუსთავი | გორი | ზუგდიდი | ფოთი | თელავი | Tbilisi | Batumi | Kutaisi | Rustavi | Gori | Borjomi | Mestia",
    ),
    legalForms: list("შპს | სს | ი/მ | LLC | JSC | I.E."),
    adornments: list(
      "ნიუ | ლუქსი | მზე | ძველი თბილისი | ვაკე | საბურთალო | იბერია | კოლხეთი | ჯორჯია | Vake | Saburtalo | Iberia | New | Luxe | Old Tbilisi | Kolkheti | Group | Plus | Samgori | Didube",
    ),
    cardPrefixes: list(
      "გადახდა | ბარათით გადახდა | POS | შესყიდვა | Payment | Purchase | ტრანზაქცია | POS - | გადახდა ობიექტზე | Gadaxda | Card payment",
    ),
    refunds: list("დაბრუნება | თანხის დაბრუნება | refund | reversal"),
    fillers: list(
      "გადარიცხვა | ინვოისი | ხელშეკრულება | თანხის გადარიცხვა | Transfer | Invoice | მაისი | აბონენტის ნომერი | დანიშნულება",
    ),
  },
];
