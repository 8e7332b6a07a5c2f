/** Words of German statements by category; `~` marks what stands in a payment's text, not in a shop's name. */
export const german = `
income.salary: ~Gehalt | ~Lohn/Gehalt | ~Lohn Gehalt Abrechnung | ~Bezüge | ~Verdienstabrechnung | ~Weihnachtsgeld | ~Entgelt Monat | ~Besoldung | ~Ausbildungsvergütung | ~Lohnzahlung
income.pension: ~Rente | ~Altersrente | ~Rentenzahlung | ~Versorgungsbezüge | ~Betriebsrente | ~Witwenrente
income.benefits: ~Arbeitslosengeld | ~Bürgergeld | ~Krankengeld | ~Elterngeld | ~Wohngeld | ~Kurzarbeitergeld | ~Sozialhilfe | ~Pflegegeld
income.child-benefit: ~Kindergeld | ~Kindergeld KG-Nr | ~Kinderzuschlag
income.business: ~Honorar Rechnung | ~Zahlung Ihrer Rechnung Kunde | ~Rechnungsbetrag Auftrag erhalten | ~Vergütung Freiberufler | ~Gutschrift Umsatzabrechnung | ~Provision Abrechnung
income.interest: ~Zinsen | ~Habenzinsen | ~Zinsgutschrift | ~Guthabenzinsen | ~Zinsen Festgeld
income.dividends: ~Dividende | ~Dividendengutschrift | ~Ausschüttung Fonds | ~Ertragsgutschrift ISIN
income.rent: ~Mieteingang | ~Miete Mieter | ~Mieteinnahme Wohnung | ~Miete Einliegerwohnung von Mieter
income.tax-refund: ~Steuererstattung | ~Einkommensteuer Erstattung | ~Erstattung ESt | ~Erstattung Umsatzsteuer
income.insurance-claim: ~Schadenregulierung | ~Schadenzahlung Versicherung | ~Leistungsabrechnung Erstattung | ~Schaden-Nr Auszahlung
income.scholarship: ~BAföG | ~Stipendium | ~Deutschlandstipendium
income.cashback: ~Cashback | ~Prämie Gutschrift Bonus | ~Payback Punkte Auszahlung | ~Bonuszahlung Karte
transfers.own: ~Umbuchung | ~Übertrag eigenes Konto | ~Eigenüberweisung | ~Übertrag Girokonto | ~Umbuchung auf mein Konto
transfers.person: ~Danke | ~Geschenk | ~für gestern Abend | ~Rückzahlung Auslagen | ~Taschengeld | ~Geld zurück | ~Zuschuss Urlaub | ~Alles Gute zum Geburtstag | ~Anteil Geschenk | ~privat | ~Darlehen Rückzahlung Freund
transfers.savings: ~Sparrate | ~Sparplan | ~Tagesgeld | ~Festgeldanlage | ~Sparen monatlich | ~Umbuchung Sparkonto | ~Bausparen Sparbeitrag
transfers.investment: ~Wertpapierkauf | ~ETF Sparplan | ~Depot Einzahlung | ~Fondssparplan | ~Wertpapierabrechnung Kauf | ~Aktienkauf Order
transfers.card-settlement: ~Kreditkartenabrechnung | ~Abrechnung Kreditkarte | ~Visa Abrechnung Monat | ~Mastercard Ausgleich
transfers.wallet: ~Guthaben aufladen | ~Aufladung Wallet | ~Prepaid Kreditkarte Aufladung
transfers.cash-withdrawal: ~Bargeldauszahlung | ~Geldautomat | ~Auszahlung GAA | ~Barabhebung | ~Bargeldabhebung Karte | ~GA Abhebung
transfers.cash-deposit: ~Bareinzahlung | ~Einzahlung Automat | ~SB-Einzahlung | ~Bargeldeinzahlung
transfers.exchange: Wechselstube | ~Devisenkauf | ~Sortenankauf | Reisebank Sorten | ~Währungsumtausch
housing.rent: ~Miete | ~Miete Wohnung | ~Kaltmiete und Nebenkosten | ~Warmmiete | ~Mietkaution | ~Dauerauftrag Miete | ~Stellplatzmiete | Immobilienverwaltung ~ Miete | Wohnungsbaugenossenschaft | Wohnungsgesellschaft ~ Miete
housing.mortgage: ~Baufinanzierung Rate | ~Annuität Darlehen Immobilie | ~Hypothekendarlehen | ~Immobiliendarlehen Tilgung
housing.service-charge: Hausverwaltung ~ Hausgeld | ~Hausgeld | ~Nebenkostenabrechnung Nachzahlung | WEG Wohnungseigentümergemeinschaft | ~Wohngeld WEG Eigentümer
housing.repairs: Sanitär Heizung | Malerbetrieb | Elektro Installation | Dachdecker | Schreinerei Tischlerei | ~Handwerkerrechnung | Schlüsseldienst | Fliesenleger | ~Wartung Heizung | Glaserei | Bauunternehmen | Fensterbau
housing.home-improvement: Baumarkt | Baustoffe | Gartencenter | Gärtnerei Pflanzen | Eisenwaren Werkzeug | Farben Tapeten | Holzhandel | Fliesenmarkt | Baumschule
housing.furniture: Möbelhaus | Küchenstudio | Matratzen | Teppiche Gardinen | Leuchten Lampen | Wohnaccessoires | Einrichtungshaus | Raumausstatter
housing.household-help: Gebäudereinigung | ~Haushaltshilfe | ~Reinigungskraft | Putzservice | Fensterputzer | ~Putzhilfe
housing.security: Sicherheitstechnik | Alarmanlagen | Wachdienst | ~Alarmaufschaltung
utilities.electricity: ~Strom Abschlag | ~Stromrechnung | Stromversorgung | ~Abschlag Strom | Energieversorgung Strom
utilities.gas: ~Gas Abschlag | ~Erdgas Abschlag | Gasversorgung | ~Gasrechnung
utilities.water: Wasserwerk | ~Wasser Abwasser Abschlag | Wasserversorgung | ~Trinkwasser Gebühren | Zweckverband Wasser | ~Niederschlagswasser
utilities.heating: ~Fernwärme Abschlag | ~Heizkostenabrechnung | Heizöl Brennstoffe | Brennholz Pellets | ~Heizöl Lieferung | Wärmeversorgung
utilities.waste: ~Abfallgebühren | ~Müllgebühren | Entsorgung Containerdienst | Abfallwirtschaftsbetrieb | Wertstoffhof
utilities.mobile: Mobilfunk | ~Mobilfunkrechnung | ~Prepaid Aufladung Handy | ~Handyvertrag
utilities.internet: ~DSL Anschluss | ~Internet Festnetz Rechnung | ~Glasfaser Anschluss | Telekommunikation ~ Festnetz
utilities.television: ~Rundfunkbeitrag | ~Kabelanschluss TV | ~TV Abo
utilities.other: Stadtwerke | Gemeindewerke | ~Abschlag Versorgung | ~Energie Wasser Abschlag | Versorgungsbetriebe
food.groceries: Supermarkt | Lebensmittel | Frischemarkt | Biomarkt | Getränkemarkt | Hofladen | Verbrauchermarkt | Unverpackt Laden | Dorfladen | Asia Markt | Reformhaus
food.bakery: Bäckerei | Konditorei | Backshop | Backstube | Eisdiele Eiscafe | Confiserie | Brotmanufaktur | Feinbäckerei | Eismanufaktur | Süßwaren
food.specialities: Metzgerei | Fleischerei | Feinkost | Wochenmarkt | Fischhandel | Käseladen | Obst und Gemüse | Imkerei | Fischräucherei
food.alcohol-tobacco: Weinhandlung | Weingut | Tabakwaren | Zigarren | Spirituosen | Brauerei Shop | Vinothek
food.restaurants: Restaurant | Gasthaus | Gaststätte | Pizzeria | Ristorante | Wirtshaus | Steakhaus | Landgasthof | Sushi | Osteria | Kantine | Mensa | Biergarten | Taverne | China Restaurant
food.fast-food: Döner | Imbiss | Burger | Kebap Haus | Currywurst | Grill Imbiss | Hähnchen Grill | Pommes
food.cafes: Café | Kaffeehaus | Kaffeerösterei | Kaffeebar | Teehaus
food.bars: Bar | Kneipe | Cocktailbar | Diskothek | Club | Brauhaus Kneipe | Irish Pub | Weinbar
food.delivery: Lieferservice | ~Essen Bestellung Lieferung | Pizzaservice | Kochbox
transport.fuel: Tankstelle | Tank | ~Tanken | Autohof Tankstelle | Mineralöl | Tankcenter
transport.charging: Ladestation | ~Ladestrom | ~Laden E-Auto | Ladesäule
transport.public: Verkehrsbetriebe | ~Fahrkarte | ~Monatskarte | Verkehrsverbund | ~Jobticket | ~Einzelfahrschein | Straßenbahn
transport.taxi: Taxi | Taxizentrale | Funktaxi | ~Taxifahrt
transport.parking: Parkhaus | Tiefgarage | ~Parkgebühren | Parkplatz | ~Parkschein | Parkraum
transport.tolls: ~Maut | ~Vignette | ~Mautgebühr
transport.service: Autohaus Werkstatt | Kfz Werkstatt | Reifenservice | Autowaschanlage | Autoteile | ~Inspektion Ölwechsel | Karosserie Lack | Waschpark | Abschleppdienst | KFZ Meisterbetrieb
transport.vehicle-purchase: ~Leasingrate | Autohandel | ~Autokredit Rate | Gebrauchtwagen | ~Anzahlung Fahrzeug | Motorrad Händler
transport.sharing: Carsharing | Fahrradverleih | E-Scooter | ~Ausleihe Rad
transport.inspection: ~Hauptuntersuchung HU AU | KFZ Prüfstelle | ~Kfz Zulassung | ~Wunschkennzeichen | Schilder Kennzeichen
travel.flights: ~Flugbuchung | Fluggesellschaft | Airline | ~Flugticket
travel.lodging: Hotel | Pension | Ferienwohnung | Campingplatz | ~Übernachtung | Jugendherberge | Landhotel | Ferienhaus | Gästehaus
travel.rail: ~Bahnticket | ~Fernverkehr Fahrkarte | Fähre | Reederei | Fernbus
travel.agencies: Reisebüro | Reisen Touristik | ~Reisebuchung | ~Anzahlung Reise | Urlaub Reisen | ~Pauschalreise
travel.car-rental: Autovermietung | Mietwagen | Wohnmobil Vermietung | Transporter Vermietung
shopping.clothing: Mode | Modehaus | Bekleidung | Herrenausstatter | Boutique | Jeans | Wäsche Dessous | Trachten | Textilhaus | Damenmode
shopping.shoes: Schuhhaus | Schuhe | Lederwaren | Taschen Koffer | Schuhgeschäft
shopping.electronics: Elektromarkt | Computer | Elektrogeräte | Handy Shop | Technikmarkt | PC Service | Hausgeräte
shopping.online: Onlineshop | Versandhandel | ~Bestellung Online | Internet Versand
shopping.department: Kaufhaus | Sonderposten | Haushaltswaren | Warenhaus | 1 Euro Shop | Geschenkartikel Haushalt
shopping.books: Buchhandlung | Schreibwaren | Zeitschriften Presse | ~Zeitungsabo | Verlag | Bücher | Schulbedarf | Antiquariat | Kiosk Presse
shopping.jewellery: Juwelier | Goldschmiede | Uhren Schmuck | Trauringe
shopping.gifts: Blumen | Floristik | Geschenke | Souvenirs | Blumenhaus | Florist
shopping.second-hand: Second Hand | Flohmarkt | Antik | Trödel | Pfandleihhaus | Sozialkaufhaus
shopping.other: Laden | Handel | Kiosk | Einzelhandel
health.pharmacy: Apotheke | Arzneimittel | Versandapotheke | Sanitätshaus Apotheke
health.doctors: Arztpraxis | Hausarzt | Facharzt | Labor | Physiotherapie | ~Arztrechnung | Heilpraktiker | Praxis für | Psychotherapie | Orthopädie Praxis | Radiologie | MVZ | Hautarzt
health.dentist: Zahnarzt | Zahnarztpraxis | Kieferorthopädie | ~Zahnreinigung | ~Zahnersatz | Dentallabor
health.hospital: Klinikum | Krankenhaus | Pflegeheim | Seniorenheim | Pflegedienst | Sanitätshaus | ~Zuzahlung Krankenhaus | Rehaklinik
health.optician: Optiker | Augenoptik | Brillen | Kontaktlinsen | Hörgeräte Optik
health.hair-beauty: Friseur | Friseursalon | Nagelstudio | Kosmetikstudio | Barbershop | Haarstudio | Coiffeur | Tattoo | Waxing | Fußpflege
health.cosmetics: Drogerie | Parfümerie | Kosmetik | Naturkosmetik | Drogeriemarkt
health.laundry: Reinigung | Wäscherei | Änderungsschneiderei | Schuhmacher | Schneiderei | Textilpflege
health.wellness: Therme | Massage | Sauna | Wellness | Solebad | Sonnenstudio | Day Spa
leisure.streaming: ~Streaming Abo | ~Musik Abo | ~Video Abo
leisure.games: ~Spiele Download | ~In-App Kauf | Gaming Shop | ~App Kauf
leisure.cinema: Kino | Lichtspiele | Filmtheater | ~Kinokarten
leisure.events: Theater | ~Konzertkarten | Konzerthaus | ~Eintrittskarten Festival | Oper | Kabarett | ~Ticket Veranstaltung | Zirkus
leisure.museums: Museum | Freizeitpark | Zoo | ~Eintritt Schloss | Burg | Kletterwald | Botanischer Garten | Galerie
leisure.fitness: Fitnessstudio | Sportstudio | ~Mitgliedsbeitrag Fitness | Schwimmbad | Hallenbad | Yoga Studio | Kletterhalle | Tennishalle | Tanzschule | Freibad | Reha Sport
leisure.sports-goods: Sporthaus | Fahrradladen | Outdoor Ausrüstung | Angelgeräte | Sportartikel | Ski Verleih | Zweirad | Radhaus
leisure.hobbies: Musikhaus | Bastelbedarf | Stoffe Wolle | Fotostudio | Modellbau | Bowling | Kartbahn | Reiterhof | Escape Room | Billard | Handarbeiten | Minigolf
leisure.gambling: ~Lottoschein | Lotto Annahmestelle | Spielhalle | Casino | Sportwetten | Wettbüro | ~Lotterie Los
family.childcare: Kita | Kindergarten | ~Kita Gebühren | Tagesmutter | ~Betreuungskosten Hort | Krippe | ~Essensgeld Kita
family.toys: Spielwaren | Babyausstattung | Kinderwagen | Kindermode | Spielzeug
family.maintenance: ~Unterhalt | ~Kindesunterhalt | ~Unterhaltszahlung | ~Ehegattenunterhalt
family.school: Grundschule | Gymnasium | ~Schulgeld | ~Klassenfahrt | ~Schulessen | ~Klassenkasse | Förderverein Schule
family.university: Universität | ~Semesterbeitrag | Hochschule | ~Studiengebühr | Studentenwerk | ~Rückmeldung Semester
family.courses: Fahrschule | Musikschule | ~Kursgebühr | Sprachschule | Nachhilfe | ~Klavierunterricht | Akademie Seminar | ~Nachhilfe Mathe
family.pets: Tierarzt | Tierklinik | Zoofachgeschäft | Tierbedarf | Hundesalon | Tierpension | Hundeschule | Futtermittel
finance.bank-fees: ~Kontoführungsgebühr | ~Entgelt | ~Kontoabschluss | ~Gebühren | ~Kartengebühr | ~Auslandseinsatzentgelt | ~Rechnungsabschluss
finance.loan: ~Kreditrate | ~Darlehen Rate | ~Ratenkredit | ~Tilgung Darlehen | ~Rate Kredit Nr
finance.interest: ~Sollzinsen | ~Dispozinsen | ~Überziehungszinsen | ~Darlehenszinsen
finance.instalments: ~Ratenkauf | ~Ratenzahlung | ~Finanzierung Rate Einkauf | ~Teilzahlung
finance.debt-collection: Inkasso | ~Inkassoforderung | Gerichtsvollzieher | ~Mahnung Forderung Aktenzeichen | ~Pfändung
insurance.health: Krankenkasse | Krankenversicherung | ~Beitrag Krankenversicherung | ~Zusatzversicherung Zahn
insurance.life: ~Lebensversicherung | ~Risikolebensversicherung Beitrag
insurance.vehicle: ~Kfz-Versicherung | ~Autoversicherung | ~Kfz Haftpflicht Beitrag | ~Vollkasko
insurance.home: ~Hausratversicherung | ~Wohngebäudeversicherung | ~Gebäudeversicherung
insurance.pension: ~Riester Beitrag | ~Rentenversicherung privat Beitrag | ~Betriebliche Altersvorsorge Beitrag
insurance.other: Versicherung | ~Haftpflichtversicherung | ~Rechtsschutzversicherung | ~Versicherungsbeitrag | ~Unfallversicherung | ~Reiseversicherung | Versicherungsmakler
government.income-tax: ~Einkommensteuer | ~Lohnsteuer | ~Steuernummer Einkommensteuer Vorauszahlung | ~Solidaritätszuschlag | ~Körperschaftsteuer
government.property-tax: ~Grundsteuer | ~Kfz-Steuer | ~Kraftfahrzeugsteuer | ~Hundesteuer
government.vat: ~Umsatzsteuer | ~USt Voranmeldung | ~Umsatzsteuervorauszahlung
government.social-contributions: ~Sozialversicherungsbeiträge | ~Künstlersozialabgabe | ~SV-Beiträge | ~Minijob Abgaben | ~Berufsgenossenschaft Beitrag
government.fines: ~Bußgeld | ~Verwarnungsgeld | ~Strafzettel | ~Geldbuße | ~Bussgeldbescheid Aktenzeichen
government.fees: Bürgeramt | ~Gebühr Personalausweis | Standesamt | Amtsgericht | ~Gerichtskosten | Landratsamt | Gemeinde ~ Verwaltungsgebühr | ~Führerschein Gebühr | Notar ~ Beurkundung
government.tax-other: ~Gewerbesteuer | ~Zweitwohnungsteuer | ~Steuer Vorauszahlung | ~Erbschaftsteuer | Zoll ~ Einfuhrabgaben
giving.charity: ~Spende | Stiftung ~ Spende | Hilfswerk | ~Spendenaktion | Tierheim ~ Spende | ~Patenschaft Kind | Verein ~ Spende
giving.religion: Kirchengemeinde | Pfarrei | ~Kollekte | ~Kirchgeld | Evangelische Gemeinde | Moscheeverein
giving.membership: ~Mitgliedsbeitrag | ~Jahresbeitrag Verein | Gewerkschaft | Sportverein ~ Beitrag | ~Vereinsbeitrag | Partei ~ Beitrag | Schützenverein | Kleingärtnerverein
business.suppliers: Großhandel | ~Wareneinkauf | ~Lieferung Ware Rechnung | Handelsgesellschaft ~ Ware | ~Materialeinkauf
business.payroll: ~Lohn Mitarbeiter | ~Gehaltszahlung an Mitarbeiter | ~Aushilfslohn | ~Löhne und Gehälter
business.software: ~Softwarelizenz | ~Hosting Domain | Softwarehaus | ~Serverkosten | ~Lizenz Jahresabo Software | IT Systemhaus
business.advertising: Werbeagentur | ~Werbung Anzeige | Druckerei | ~Anzeigenschaltung | Werbetechnik | ~Flyer Druck
business.professional: Steuerberater | Rechtsanwalt | Kanzlei | Unternehmensberatung | Notariat | ~Steuerberatung Honorar | Architekturbüro | Übersetzungsbüro | Ingenieurbüro | ~Buchführung
business.postage: ~Porto | Postfiliale | Paketshop | Kurierdienst | Spedition | ~Paketversand | ~Briefmarken
business.office: Bürobedarf | Kopierladen | ~Druckerpatronen Toner | Büromöbel | Copyshop | ~Büroausstattung | Maschinenverleih
`;
